/** The one track of a report (product.md §3). Disclosure and CVE get tracks of their own. */
export const REPORT_STATES = [
  "received",
  "acknowledged",
  "verifying",
  "needs_info",
  "validated",
  "not_valid",
  "accepted",
  "deferred",
  "fix_ready",
  "retest",
  "resolved",
  "closed",
] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const OPEN_STATES = REPORT_STATES.filter((state) => state !== "closed");

export const RESOLUTIONS = [
  "fixed",
  "mitigated_hosted",
  "duplicate",
  "fix_already_public",
  "not_reproducible",
  "not_security",
  "defence_in_depth",
  "out_of_scope",
  "accepted_risk",
  "informative",
  "obsolete_product",
  "other_vendor",
  "insufficient_info",
  "withdrawn",
  "spam",
] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export type ResolutionRule = {
  label: string;
  /** What the reporter reads when the report is closed with it. */
  reporterText: string;
  needsClause: boolean;
  canBeAppealed: boolean;
  creditPossible: boolean;
};

/** Product.md §3: which resolutions cite a clause, can be appealed, and leave credit possible. */
export const RESOLUTION_RULES: Record<Resolution, ResolutionRule> = {
  fixed: rule("Fixed", "We fixed what you reported. Thank you.", { credit: true }),
  mitigated_hosted: rule("Mitigated in our hosted service", "We removed the risk in the service we run.", {
    credit: true,
  }),
  duplicate: rule("Already known", "Somebody reported this before you. Your report stays linked to it.", {
    credit: true,
  }),
  fix_already_public: rule("Already fixed in public", "A fix was already public when your report arrived."),
  not_reproducible: rule("Could not be reproduced", "We could not make this happen with what we have."),
  not_security: rule("Not a security problem", "This works as intended and crosses no security boundary.", {
    clause: true,
  }),
  defence_in_depth: rule("Hardening idea", "This is a useful hardening idea, not a vulnerability of its own.", {
    credit: true,
  }),
  out_of_scope: rule("Out of scope", "The policy you reported under excludes this.", { clause: true }),
  accepted_risk: rule("Known and accepted", "We understand the risk and have decided to accept it.", {
    clause: true,
    credit: true,
  }),
  informative: rule("For information", "Useful to know; it needs no change from us."),
  obsolete_product: rule("Product no longer supported", "The affected product is no longer supported."),
  other_vendor: rule("Belongs to another vendor", "This is in somebody else’s product; we told you where to send it.", {
    credit: true,
  }),
  insufficient_info: rule("Not enough information", "We asked for more and could not continue without it."),
  withdrawn: rule("Withdrawn by you", "You withdrew this report.", { appeal: false }),
  spam: rule("Not a report", "This did not describe a vulnerability."),
};

function rule(
  label: string,
  reporterText: string,
  flags: { clause?: boolean; appeal?: boolean; credit?: boolean } = {},
): ResolutionRule {
  return {
    label,
    reporterText,
    needsClause: flags.clause ?? false,
    canBeAppealed: flags.appeal ?? true,
    creditPossible: flags.credit ?? false,
  };
}

/** Who may make a move. A coordinator may make every move of a triager. */
export type MoveRole = "reporter" | "triager" | "coordinator" | "system";

/** What the person who makes a move has to supply. */
export type MoveField = "text" | "reason" | "assessment" | "resolution" | "outcome";

export const MOVES = [
  "acknowledge",
  "start_checking",
  "ask_for_information",
  "give_information",
  "validate",
  "reject",
  "accept",
  "defer",
  "resume",
  "mark_fix_ready",
  "ask_for_retest",
  "confirm_fix",
  "report_fix_failed",
  "resolve",
  "close",
  "close_unanswered",
  "close_spam",
  "close_rejected",
  "withdraw",
  "reopen",
  "appeal",
  "uphold_appeal",
  "dismiss_appeal",
] as const;
export type Move = (typeof MOVES)[number];

export type MoveRule = {
  from: readonly ReportState[];
  /** Null: the state stays as it is. */
  to: ReportState | null;
  role: MoveRole;
  /** The button, in the words of the one who presses it. */
  label: string;
  fields: readonly MoveField[];
  /** Resolutions this move may set; one only: set without asking. */
  resolutions: readonly Resolution[];
};

const BEFORE_DECISION = ["received", "acknowledged", "verifying", "needs_info"] as const;

const REJECTIONS = [
  "duplicate",
  "out_of_scope",
  "not_reproducible",
  "not_security",
  "defence_in_depth",
  "fix_already_public",
  "obsolete_product",
  "other_vendor",
  "informative",
] as const;

/** The transition table; everything that is not in it is forbidden. */
export const MOVE_RULES: Record<Move, MoveRule> = {
  acknowledge: move(["received"], "acknowledged", "triager", "Acknowledge"),
  start_checking: move(["received", "acknowledged"], "verifying", "triager", "Start checking"),
  ask_for_information: move(["verifying"], "needs_info", "triager", "Ask for information", ["text"]),
  give_information: move(["needs_info"], "verifying", "reporter", "Answer", ["text"]),
  validate: move(["verifying"], "validated", "triager", "Confirm the vulnerability", ["assessment"]),
  reject: move([...BEFORE_DECISION], "not_valid", "triager", "Decline", ["resolution", "text"], [...REJECTIONS]),
  accept: move(["validated"], "accepted", "coordinator", "Accept for fixing"),
  defer: move(["validated", "accepted"], "deferred", "coordinator", "Defer", ["reason"]),
  resume: move(["deferred", "retest"], "accepted", "coordinator", "Resume"),
  mark_fix_ready: move(["accepted"], "fix_ready", "coordinator", "Mark fix ready"),
  ask_for_retest: move(["fix_ready"], "retest", "coordinator", "Ask the reporter to check the fix", ["text"]),
  confirm_fix: move(["retest"], "resolved", "reporter", "The fix works"),
  report_fix_failed: move(["retest"], "accepted", "reporter", "The fix does not work", ["text"]),
  resolve: move(["fix_ready", "retest"], "resolved", "coordinator", "Mark resolved"),
  close: move(
    ["resolved", "validated", "accepted", "deferred"],
    "closed",
    "coordinator",
    "Close",
    ["resolution", "text"],
    ["fixed", "mitigated_hosted", "accepted_risk", "obsolete_product", "other_vendor", "informative"],
  ),
  close_unanswered: move(["needs_info"], "closed", "triager", "Close without an answer", [], ["insufficient_info"]),
  close_spam: move(["received"], "closed", "triager", "Close as spam", ["reason"], ["spam"]),
  close_rejected: move(["not_valid"], "closed", "coordinator", "Close"),
  withdraw: move([...BEFORE_DECISION], "closed", "reporter", "Withdraw this report", [], ["withdrawn"]),
  reopen: move(["not_valid", "closed"], "verifying", "coordinator", "Reopen", ["reason"]),
  appeal: move(["not_valid", "closed"], null, "reporter", "Ask for a second look", ["text"]),
  uphold_appeal: move(["not_valid", "closed"], "verifying", "triager", "Uphold the appeal", ["text"]),
  dismiss_appeal: move(["not_valid", "closed"], null, "triager", "Dismiss the appeal", ["text"]),
};

function move(
  from: readonly ReportState[],
  to: ReportState | null,
  role: MoveRole,
  label: string,
  fields: readonly MoveField[] = [],
  resolutions: readonly Resolution[] = [],
): MoveRule {
  return { from, to, role, label, fields, resolutions };
}

/** Days an appeal stays possible after a rejection, or after closing as spam or unanswered (product.md §3). */
export const APPEAL_WINDOW_DAYS = 14;

/** Days without an answer before needs_info may be closed (product.md §3); notices go out on days 10 and 20. */
export const UNANSWERED_CLOSE_DAYS = 30;

/** What a move is judged on. Instants in milliseconds since the epoch. */
export type MoveSubject = {
  state: ReportState;
  resolution: Resolution | null;
  /** When the report came to its present state. */
  stateSince: number;
  /** Whether an appeal was filed and waits for its decision. */
  appealOpen: boolean;
  /** Whether the one appeal against the present decision was used. */
  appealed: boolean;
  /** The account that made the decision an appeal is against. */
  decidedBy: string | null;
};

const DAY_MS = 86_400_000;

/**
 * Why a move cannot be made now, as a sentence, or null when it can. Judges state and time only;
 * who may make it is `MOVE_RULES[move].role` and lib/auth/policy.ts.
 */
export function moveObstacle(move: Move, subject: MoveSubject, now: number, accountId: string | null): string | null {
  const rule = MOVE_RULES[move];
  if (!rule.from.includes(subject.state))
    return `This report is ${STATE_LABELS[subject.state].toLowerCase()} now, so “${rule.label}” does not apply.`;
  const windowEnd = subject.stateSince + APPEAL_WINDOW_DAYS * DAY_MS;
  const decidedAgainst =
    subject.state === "not_valid" ||
    (subject.state === "closed" && (subject.resolution === "spam" || subject.resolution === "insufficient_info"));
  const appealable =
    decidedAgainst && (subject.resolution === null || RESOLUTION_RULES[subject.resolution].canBeAppealed);
  switch (move) {
    case "close_unanswered":
      return now < subject.stateSince + UNANSWERED_CLOSE_DAYS * DAY_MS
        ? `The reporter has ${UNANSWERED_CLOSE_DAYS} days to answer before this report can be closed.`
        : null;
    case "close_rejected":
      if (subject.appealOpen) return "An appeal is waiting for its decision.";
      return now < windowEnd
        ? `The reporter can appeal for ${APPEAL_WINDOW_DAYS} days before this report can be closed.`
        : null;
    case "appeal":
      if (!appealable) return "This decision cannot be appealed.";
      if (subject.appealed) return "This decision has had its appeal.";
      return now >= windowEnd ? `The ${APPEAL_WINDOW_DAYS} days for an appeal have passed.` : null;
    case "uphold_appeal":
    case "dismiss_appeal":
      if (!subject.appealOpen) return "No appeal is waiting for a decision.";
      return subject.decidedBy !== null && subject.decidedBy === accountId
        ? "An appeal is decided by somebody who did not make the first decision."
        : null;
    default:
      return null;
  }
}

/** The moves of these roles that the table and the clock allow now. */
export function availableMoves(
  subject: MoveSubject,
  roles: readonly MoveRole[],
  now: number,
  accountId: string | null,
): Move[] {
  return MOVES.filter((move) => mayMake(move, roles) && moveObstacle(move, subject, now, accountId) === null);
}

/** Whether one of these roles may make the move at all. */
export function mayMake(move: Move, roles: readonly MoveRole[]): boolean {
  const { role } = MOVE_RULES[move];
  return roles.includes(role) || (role === "triager" && roles.includes("coordinator"));
}

/** Which resolutions a closing may use from a state (product.md §3, coordinator's row). */
export function closingResolutions(state: ReportState): readonly Resolution[] {
  if (state === "resolved") return ["fixed", "mitigated_hosted"];
  return ["accepted_risk", "obsolete_product", "other_vendor", "informative", "mitigated_hosted"];
}

export const STATE_LABELS: Record<ReportState, string> = {
  received: "Received",
  acknowledged: "Acknowledged",
  verifying: "Being checked",
  needs_info: "Waiting for information",
  validated: "Confirmed",
  not_valid: "Not accepted",
  accepted: "Accepted",
  deferred: "Deferred",
  fix_ready: "Fix ready",
  retest: "Fix being checked by the reporter",
  resolved: "Resolved",
  closed: "Closed",
};
