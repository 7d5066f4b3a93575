import { SNOOZE_WORDS } from "../reports/snoozing";
import type { Adjustment } from "../sla/vocabulary";
import { CLOCK_LABELS } from "../sla/wording";
import { outcomeWords } from "../ssvc/supplier";
import { movedForReporter, movedForStaff } from "./moved-sentence";
import type { ReportEvent } from "./report-events";

export type Audience = "reporter" | "staff";

/**
 * An event as one line of a timeline, or null when this audience has no business with it.
 * Nothing about a note, an assessment of ours before its decision, or a staff clock reaches a reporter.
 */
export function sentenceOf(event: ReportEvent, audience: Audience): string | null {
  switch (event.type) {
    case "split.proposed":
      return audience === "reporter"
        ? "The team asked you whether to split this report; its message says why."
        : "Proposed to split this report.";
    case "split.declined":
      return audience === "reporter" ? "You declined to split this report." : "The reporter declined the split.";
    case "split.withdrawn":
      return audience === "reporter" ? "The team took back its proposal to split this report." : "Took back the split.";
    case "report.split":
      return splitSentence(event, audience);
    case "report.split_off":
      return `Split from ${event.from}; the time of its first receipt counts here too.`;
    case "report.received":
      return audience === "reporter"
        ? `We received your report under policy version ${event.policyVersion}.`
        : `Received (${event.channel}) under policy version ${event.policyVersion}.`;
    case "message.sent":
      if (audience === "reporter") return event.side === "reporter" ? "You wrote a message." : "The team wrote to you.";
      return event.side === "reporter" ? "The reporter wrote a message." : "Wrote to the reporter.";
    case "message.edited":
      if (audience === "reporter")
        return event.side === "reporter" ? "You changed a message." : "The team changed a message.";
      return event.side === "reporter" ? "The reporter changed a message." : "Changed a message to the reporter.";
    case "message.redacted":
      return event.side === "reporter"
        ? "A message of the reporter was withheld for good."
        : "A message of the team was withheld for good.";
    case "disclosure.asked":
      return audience === "reporter"
        ? "You asked whether you may tell others."
        : "The reporter asked whether they may tell others.";
    case "disclosure.answered":
      return disclosureSentence(event, audience);
    case "disclosure.withdrawn":
      return audience === "reporter"
        ? "You took back your question about telling others."
        : "The reporter took back the question about telling others.";
    case "report.added":
      return audience === "reporter" ? "You added information." : "The reporter added information.";
    case "report.moved":
      return audience === "reporter" ? movedForReporter(event) : movedForStaff(event);
    case "report.assigned":
      // Who of the team carries a report is the team's own business.
      if (audience === "reporter") return null;
      return assignedSentence(event);
    case "report.snoozed":
      // What the team looks at first is its own business: its clocks run on.
      return audience === "reporter" ? null : `Put this aside ${SNOOZE_WORDS[event.snooze]}; its clocks run on.`;
    case "report.woken":
      return audience === "reporter" ? null : "Took this back from what was put aside.";
    case "report.restricted":
      // Who of the team reads it is the team's own business too.
      if (audience === "reporter") return null;
      return `Restricted this to ${event.readers.length} named ${event.readers.length === 1 ? "person" : "people"}.`;
    case "report.unrestricted":
      return audience === "reporter" ? null : "Opened this to the whole team again.";
    case "restriction.broken":
      return audience === "reporter" ? null : "Opened this restricted report without being named; a note says why.";
    case "answer.redacted":
      return audience === "reporter"
        ? "The team withheld one of your answers; the report says which, and why."
        : `Withheld the answer “${event.answer}” for good.`;
    case "note.added":
      return audience === "staff" ? "Added an internal note." : null;
    case "attachment.opened":
      return audience === "staff" ? "Downloaded an attached file." : null;
    case "attachment.marked":
      return audience === "staff"
        ? "The virus scan marked an attached file."
        : "The virus scan marked a file that you attached; the team opens it with care.";
    case "mail.returned":
      return audience === "staff"
        ? "Mail to the reporter came back; none is sent to that address for now."
        : "A mail to your address came back; we send none there for now.";
    case "mail.tried_again":
      return audience === "staff" ? "Tries mail to the reporter again." : "The team tries mail to your address again.";
    case "report.assessed":
      return assessedSentence(event, audience);
    case "handling.weaknesses":
    case "handling.versions":
    case "handling.tags":
    case "handling.priority":
    case "reference.added":
    case "reference.removed":
    case "watch.started":
    case "watch.ended":
    case "duplicate.marked":
    case "relation.set":
      // How the desk works on it is the team's own business.
      return audience === "reporter" ? null : handledSentence(event);
    case "statement.issued":
      return audience === "reporter"
        ? `The team stated that your conduct keeps to the policy, by its clause ${event.clause}.`
        : `Issued a compliance statement, citing clause ${event.clause}.`;
    case "duplicate.progressed":
      return `The report that told of it first: ${event.status}.`;
    case "report.exported":
      return audience === "reporter" ? null : "Took this out as a row of a table.";
    case "report.seen":
      // Kept for who may ask who has seen it; in a timeline it would bury what happened.
      return null;
    case "report.opened": {
      const reader = { privacy_officer: "Privacy officer", coordinator: "Coordinator", triager: "Triager" }[event.role];
      return audience === "reporter" ? `Opened by ${reader}.` : `Opened it (${reader.toLowerCase()}).`;
    }
    case "report.released":
      return audience === "reporter"
        ? "The privacy officer opened your notice to the security team."
        : "Released to triage: triagers and coordinators read it from now on.";
    case "report.claimed":
      return audience === "reporter"
        ? "You took this report into your account; the receipt code no longer opens it."
        : "The reporter took this report into an account.";
    case "code.replaced":
      return audience === "reporter" ? "You made a new receipt code; the old one no longer works." : null;
    case "code.revoked":
      return audience === "reporter"
        ? "You revoked the receipt code."
        : "The reporter revoked the receipt code: nobody reads here for them any more.";
    case "credit.wished":
      if (event.party) return "Somebody named beside the reporter said how to be credited.";
      return audience === "reporter"
        ? "You said how you want to be credited."
        : "The reporter said how to be credited.";
    case "credit.named":
      return audience === "reporter"
        ? "Somebody was named beside you, and asked whether they want to be credited."
        : "Somebody was named beside the reporter, and asked whether they want to be credited.";
    case "credit.removed":
      return "Somebody named beside the reporter was taken off the credits.";
    case "credit.defaulted":
      return audience === "reporter"
        ? "You did not answer in time about your credit line, so it is as you wished it."
        : "The reporter did not answer in time about the credit line: it is as they wished it.";
    case "credit.settled":
      if (event.party) return "Set the wording of the credit of somebody named beside the reporter.";
      return audience === "reporter" ? "The team set the wording of your credit." : "Set the wording of the credit.";
    case "credit.answered": {
      const answer = event.consent === "given" ? "agreed to" : "declined";
      if (event.party) return `Somebody named beside the reporter ${answer} their credit line.`;
      return audience === "reporter" ? `You ${answer} the credit line.` : `The reporter ${answer} the credit line.`;
    }
    case "clock.overdue":
      if (audience === "staff") return `The clock “${CLOCK_LABELS[event.clock]}” ran past its due date.`;
      // The alert is between us and our own people (product.md §4).
      return event.clock === "exposure_alert" ? null : `The date for “${CLOCK_LABELS[event.clock]}” passed.`;
    case "lesson.marked":
      if (audience === "reporter") return null;
      return event.marked ? "Marked as a lesson for the policy." : "No longer a lesson for the policy.";
    case "clock.adjusted":
      return adjustedSentence(event, audience);
  }
}

function assignedSentence({ assigneeId, because }: Extract<ReportEvent, { type: "report.assigned" }>): string {
  if (assigneeId === null) return "Assigned this to nobody.";
  if (!because) return "Assigned this to somebody of the team.";
  const rule = because.rule === 0 ? "as the program does without a rule" : `by assignment rule ${because.rule}`;
  const instead = because.insteadOf === null ? "" : ", for somebody who is away";
  return `Assigned this to somebody of the team ${rule}${instead}.`;
}

function assessedSentence(event: Extract<ReportEvent, { type: "report.assessed" }>, audience: Audience) {
  const rated = `rated this ${event.severity}${event.score === null ? "" : ` (${event.score})`}.`;
  if (event.by === "reporter") return `${audience === "reporter" ? "You" : "The reporter"} ${rated}`;
  if (audience === "staff") return `Rated${rated.slice("rated".length)}`;
  return event.shown ? `The team ${rated}` : null;
}

type Handled = Extract<
  ReportEvent,
  { type: `handling.${string}` | `reference.${string}` | `watch.${string}` | "duplicate.marked" | "relation.set" }
>;

function handledSentence(event: Handled): string {
  switch (event.type) {
    case "handling.weaknesses":
      return event.cwe.length === 0
        ? "Took the weakness off."
        : `Set the weakness to ${event.cwe.map((id) => `CWE-${id}`).join(", ")}.`;
    case "handling.versions":
      return `Set the versions: ${event.affected} affected, ${event.fixed} fixed.`;
    case "handling.tags":
      return `Changed the tags: ${event.added} added, ${event.removed} removed.`;
    case "handling.priority":
      return `Set the priority: ${outcomeWords(event.outcomes)}.`;
    case "reference.added":
      return "Added a reference.";
    case "reference.removed":
      return "Removed a reference.";
    case "duplicate.marked":
      return "Marked as a duplicate of an earlier report.";
    case "relation.set":
      return event.relation === "related"
        ? "Marked as related to another report."
        : "Marked as different from another report.";
    case "watch.started":
      return "Somebody of the team follows this.";
    case "watch.ended":
      return "Somebody of the team no longer follows this.";
  }
}

function disclosureSentence(
  { answer, agreedFrom }: Extract<ReportEvent, { type: "disclosure.answered" }>,
  audience: Audience,
): string {
  const [who, whom] = audience === "reporter" ? ["The team", "you"] : ["The program", "the reporter"];
  if (answer === "declined") return `${who} did not agree that ${whom} ${whom === "you" ? "tell" : "tells"} others.`;
  const from = agreedFrom === null ? "" : ` from ${agreedFrom} on`;
  return `${who} agreed that ${whom} ${whom === "you" ? "tell" : "tells"} others${from}.`;
}

function splitSentence({ into, because }: Extract<ReportEvent, { type: "report.split" }>, audience: Audience): string {
  const to = `into ${into.join(", ")}`;
  if (because === "unanswered") {
    return audience === "reporter"
      ? `The team split this report ${to}: no answer had come in seven days.`
      : `Split ${to}, without an answer in seven days.`;
  }
  return audience === "reporter" ? `You agreed, and this was split ${to}.` : `Split ${to}; the reporter agreed.`;
}

/** The other reports that an event names. */
export function reportsNamedIn(event: ReportEvent): string[] {
  if (event.type === "report.split") return event.into;
  return event.type === "report.split_off" ? [event.from] : [];
}

const ADJUSTED: Record<Adjustment, { staff: string; reporter: string }> = {
  pause: { staff: "Paused the clock", reporter: "The team paused its clock" },
  resume: { staff: "Resumed the clock", reporter: "The team resumed its clock" },
  extend: { staff: "Extended the clock", reporter: "The team gave itself more time on its clock" },
};

function adjustedSentence(event: Extract<ReportEvent, { type: "clock.adjusted" }>, audience: Audience): string {
  return `${ADJUSTED[event.adjustment][audience]} “${CLOCK_LABELS[event.clock]}”; the message says why.`;
}
