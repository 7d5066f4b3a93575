import { citationWords } from "../non-issues/citation";
import { RESOLUTION_RULES, STATE_LABELS } from "../reports/state";
import type { ReportEvent } from "./report-events";

type Moved = Extract<ReportEvent, { type: "report.moved" }>;

/** A move of a report as its program's staff read it. */
export function movedForStaff(event: Moved): string {
  const because =
    event.resolution === null
      ? ""
      : `: ${RESOLUTION_RULES[event.resolution].label}${event.clause === null ? "" : ` (${citationWords(event.clause)})`}`;
  switch (event.move) {
    case "appeal":
      return "The reporter asked for a second look.";
    case "dismiss_appeal":
      return "Dismissed the appeal.";
    case "uphold_appeal":
      return "Upheld the appeal; checking again.";
    default:
      return `${STATE_LABELS[event.state]}${because}.`;
  }
}

/** A move of a report as its reporter reads it. */
export function movedForReporter(event: Moved): string {
  switch (event.move) {
    case "acknowledge":
      return "A person on the team confirmed that your report arrived.";
    case "start_checking":
      return "The team started to check your report.";
    case "ask_for_information":
      return "The team asked you for information; the clock for checking stands still until you answer.";
    case "give_information":
      return "You answered, and checking goes on.";
    case "validate":
      return "The team confirmed the vulnerability.";
    case "reject":
      return `The team did not accept this report: ${reason(event)}`;
    case "accept":
    case "resume":
      return "The team is working on a fix.";
    case "defer":
      return "The team confirmed this and will fix it later.";
    case "mark_fix_ready":
      return "A fix is ready.";
    case "ask_for_retest":
      return "The team asked you to check the fix.";
    case "confirm_fix":
      return "You confirmed that the fix works.";
    case "report_fix_failed":
      return "You said that the fix does not work yet.";
    case "resolve":
      return "The team marked this as fixed.";
    case "withdraw":
      return "You withdrew this report.";
    case "reopen":
      return "The team opened this report again.";
    case "appeal":
      return "You asked for a second look.";
    case "uphold_appeal":
      return "Your appeal was upheld; the team is checking again.";
    case "dismiss_appeal":
      return "Your appeal was considered and dismissed.";
    case "close":
    case "close_unanswered":
    case "close_spam":
    case "close_rejected":
      return `This report was closed: ${reason(event)}`;
  }
}

function reason(event: Moved): string {
  if (event.resolution === null) return "";
  const { label } = RESOLUTION_RULES[event.resolution];
  return event.clause === null ? `${label}.` : `${label} (${citationWords(event.clause)}).`;
}
