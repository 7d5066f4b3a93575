import type { ReportEvent } from "../ledger/report-events";
import { type Audience, sentenceOf } from "../ledger/sentence";

/** What changed on a report, as far as a page wants to say it. `seen`: the other side opened it. */
export const WHATS = ["message", "note", "status", "other", "seen", "presence"] as const;
export type What = (typeof WHATS)[number];

/** What a browser hears: that something changed, and never what it says. `own`: the listener did it, maybe in another tab. */
export type LiveChange = { reference: string; what: What; own: boolean };

/** What a ledger event changed for one audience; null when that audience has no business with it (lib/ledger/sentence.ts). */
export function whatOf(event: ReportEvent, audience: Audience): What | null {
  if (sentenceOf(event, audience) === null) return null;
  switch (event.type) {
    case "message.sent":
    case "message.edited":
    case "message.redacted":
      return "message";
    case "note.added":
      return "note";
    case "report.moved":
      return "status";
    case "report.opened":
      // Two open pages of staff would make each other look again, and write that down, for ever.
      return audience === "staff" ? null : "other";
    default:
      return "other";
  }
}

/** What the database's channel carries about reports: ids and numbers, nothing of what they say. */
export type Signal =
  | { kind: "events"; reportId: string; from: number; to: number }
  | { kind: "seen" | "presence"; reportId: string; by: string | null };

/** And about people: some of an account's sessions are over. */
export const endedText = (accountId: string): string => `ended ${accountId}`;

export const CHANNEL = "portal_live";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const SIGNAL = new RegExp(`^(events|seen|presence) (${UUID}) (?:(\\d{1,9})-(\\d{1,9})|(${UUID}|-))$`);
const ENDED = new RegExp(`^ended (${UUID})$`);

export function signalText(signal: Signal): string {
  return signal.kind === "events"
    ? `events ${signal.reportId} ${signal.from}-${signal.to}`
    : `${signal.kind} ${signal.reportId} ${signal.by ?? "-"}`;
}

/** The account whose sessions ended; null for any other signal. */
export const readEnded = (text: string): string | null => ENDED.exec(text)?.[1] ?? null;

/** Null for what this version does not know: a newer one may run beside it. */
export function readSignal(text: string): Signal | null {
  const [, kind, reportId, from, to, by] = SIGNAL.exec(text) ?? [];
  if (reportId === undefined) return null;
  if (kind === "events" && from && to) return { kind, reportId, from: Number(from), to: Number(to) };
  if ((kind === "seen" || kind === "presence") && by) return { kind, reportId, by: by === "-" ? null : by };
  return null;
}

/** Time for which what was missed is read again; whoever was away longer is told to look anew. */
export const RESUME_MS = 3_600_000;
/** A transaction that began before the stream broke off may have been committed after it. */
export const OVERLAP_MS = 60_000;

/** From when on a stream that names the last instant it heard of resumes; null when it has to look anew. */
export function resumesFrom(lastId: string | null, now: Date): Date | "new" | null {
  if (lastId === null) return "new";
  if (!/^\d{12,15}$/.test(lastId)) return null;
  const last = Number(lastId);
  const age = now.getTime() - last;
  return age < 0 || age > RESUME_MS ? null : new Date(last - OVERLAP_MS);
}
