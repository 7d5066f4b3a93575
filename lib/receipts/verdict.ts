import { type ReceiptReading, readingOf } from "./reading";
import type { ReceiptPayload } from "./schema";

/** A program of this portal, as the page that checks receipts knows it. */
export type KnownProgram = { slug: string; name: string; zone: string };

export type ShownVerdict =
  | { ok: true; reading: ReceiptReading; programName: string | null; zone: string | null; kid: string }
  | { ok: false; reason: string };

type Verdict = { ok: true; payload: ReceiptPayload; kid: string } | { ok: false; reason: string };

/** A verdict with what a valid receipt says, in the zone of its program. */
export function shownVerdict(verdict: Verdict, programs: readonly KnownProgram[]): ShownVerdict {
  if (!verdict.ok) return verdict;
  const program = programs.find(({ slug }) => slug === verdict.payload.program);
  const zone = program?.zone ?? null;
  return {
    ok: true,
    reading: readingOf(verdict.payload, zone),
    programName: program?.name ?? null,
    zone,
    kid: verdict.kid,
  };
}
