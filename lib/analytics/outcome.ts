import type { ReportState, Resolution } from "../reports/state";

/** What became of a report by now. `undecided`: still in triage; `valid`: confirmed, whatever is done about it. */
export const OUTCOMES = ["valid", "duplicate", "declined", "withdrawn", "undecided"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_WORDS: Record<Outcome, string> = {
  valid: "Found valid",
  duplicate: "Duplicate",
  declined: "Not accepted",
  withdrawn: "Withdrawn",
  undecided: "Not decided yet",
};

type Standing = { state: ReportState; resolution: Resolution | null };

const UNDECIDED: readonly ReportState[] = ["received", "acknowledged", "verifying", "needs_info"];
const VALID: readonly ReportState[] = ["validated", "accepted", "deferred", "fix_ready", "retest", "resolved"];
const VALID_RESOLUTIONS: readonly Resolution[] = ["fixed", "mitigated_hosted", "accepted_risk"];
const FIXED: readonly Resolution[] = ["fixed", "mitigated_hosted"];

export const isValid = ({ state, resolution }: Standing) =>
  VALID.includes(state) || (resolution !== null && VALID_RESOLUTIONS.includes(resolution));

export const isFixed = ({ state, resolution }: Standing) =>
  state === "resolved" || (resolution !== null && FIXED.includes(resolution));

/** A report that was opened again is judged by its state: what it was closed with before counts no more. */
export function outcomeOf(standing: Standing): Outcome {
  if (UNDECIDED.includes(standing.state)) return "undecided";
  if (isValid(standing)) return "valid";
  if (standing.resolution === "duplicate" || standing.resolution === "withdrawn") return standing.resolution;
  return "declined";
}
