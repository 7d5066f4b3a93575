import { bandsApart } from "../severity/difference";
import { MOVE_RULES, type ReportState, type Resolution } from "./state";
import type { Severity } from "./types";

/** Longest reason for a severity, in code points. */
export const SEVERITY_REASON_MAX = 2000;

type View = { severity: Severity; vector: string | null };

/**
 * What is missing when the team rates a report, as a sentence, or null: a reason wherever its word is not the
 * reporter's (desk.md §7), and wherever it changes what the team said before.
 */
export function reasonMissing(view: View, given: { reason: string; theirs: View | null; before: View | null }) {
  const { reason, theirs, before } = given;
  if (reason !== "") return null;
  if (before !== null && (before.severity !== view.severity || before.vector !== view.vector)) {
    return "Write why it changes, in words that the reporter can read";
  }
  if (theirs !== null && bandsApart(view.severity, theirs.severity) > 0) {
    return `The reporter rated this ${theirs.severity}. Write why you rate it ${view.severity}, in words that they can read`;
  }
  return null;
}

/** Ends of a report that never was confirmed, beside those of a refusal. */
const UNCONFIRMED: readonly Resolution[] = [...MOVE_RULES.reject.resolutions, "spam", "insufficient_info", "withdrawn"];

/** Whether the reporter reads how severe the team judges what they found: from its confirmation on. */
export function isSeverityShown(state: ReportState, resolution: Resolution | null): boolean {
  switch (state) {
    case "received":
    case "acknowledged":
    case "verifying":
    case "needs_info":
    case "not_valid":
      return false;
    case "closed":
      return resolution !== null && !UNCONFIRMED.includes(resolution);
    default:
      return true;
  }
}
