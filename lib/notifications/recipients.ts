import type { MailParams } from "./templates/catalogue";

/** What happened to a report, as far as somebody is told of it. */
export type Occasion =
  | "urgent"
  | "released"
  | "received"
  | "message"
  | "addition"
  | "question"
  | "status"
  | "appeal"
  | "credit_settled"
  | "credit_answered";

/** Who stands where at that moment. `actor` is null for the portal itself. */
export type Participants = {
  actor: string | null;
  actorSide: "reporter" | "staff" | "portal";
  reporter: string | null;
  /** Accounts that read the program's reports. */
  readers: readonly string[];
  /** Of those, who follow this report: they hear of what their own side does, too. */
  watchers?: readonly string[];
  /** The account whose credit it is about; only for the occasions of a credit. */
  creditParty?: string | null;
};

export type Notification =
  | { accountId: string; template: "report_received"; what: null }
  | { accountId: string; template: "report_news"; what: MailParams["report_news"]["what"] }
  | { accountId: string; template: "staff_news"; what: MailParams["staff_news"]["what"] };

const STAFF_HEARS: Partial<Record<Occasion, MailParams["staff_news"]["what"]>> = {
  received: "received",
  urgent: "urgent",
  released: "received",
  message: "message",
  addition: "addition",
  status: "message",
  appeal: "appeal",
  credit_answered: "message",
};
const REPORTER_HEARS: Partial<Record<Occasion, MailParams["report_news"]["what"]>> = {
  message: "message",
  question: "question",
  status: "status",
};

/** What staff or the portal do that whoever follows a report hears of; what its reporter does reaches every reader. */
const FOLLOWED: readonly Occasion[] = ["message", "question", "status"];

/** Told to those who read the report, whichever side it comes from: a released notice, and the answer of a named person. */
export const reachesReaders = (occasion: Occasion) => occasion === "released" || occasion === "credit_answered";

/** Who is told of an occasion, and how: the other side, each account once, never whoever caused it. */
export function recipientsOf(occasion: Occasion, who: Participants): Notification[] {
  const told: Notification[] = [];
  if (occasion === "received" || occasion === "urgent") {
    // The one mail that also goes to whoever acted: it is the proof that the report arrived.
    if (who.reporter !== null) told.push({ accountId: who.reporter, template: "report_received", what: null });
  } else if (occasion === "credit_settled") {
    if (who.creditParty) told.push({ accountId: who.creditParty, template: "report_news", what: "credit" });
  } else if (who.actorSide !== "reporter" && who.reporter !== null) {
    const what = REPORTER_HEARS[occasion];
    if (what) told.push({ accountId: who.reporter, template: "report_news", what });
  }
  const what = STAFF_HEARS[occasion];
  if (what && (who.actorSide === "reporter" || reachesReaders(occasion))) {
    for (const accountId of new Set(who.readers)) {
      if (accountId !== who.reporter) told.push({ accountId, template: "staff_news", what });
    }
  }
  if (who.actorSide !== "reporter" && FOLLOWED.includes(occasion)) {
    for (const accountId of new Set(who.watchers ?? [])) {
      if (accountId !== who.reporter) told.push({ accountId, template: "staff_news", what: "watched" });
    }
  }
  return told.filter(({ accountId, template }) => template === "report_received" || accountId !== who.actor);
}

/** Who is told that a note mentions them: those who read the report, never whoever wrote it. */
export function recipientsOfMention(
  mentioned: readonly string[],
  { actor, readers }: { actor: string | null; readers: readonly string[] },
): Notification[] {
  return [...new Set(mentioned)]
    .filter((accountId) => accountId !== actor && readers.includes(accountId))
    .map((accountId) => ({ accountId, template: "staff_news", what: "mention" }));
}
