import type { StaffRole } from "../auth/policy";

/** The life of a policy before it is in force (requirements ). `published` and `withdrawn` are its ends. */
export type DraftStage = "draft" | "in_review" | "approved" | "published" | "withdrawn";
export const DRAFT_MOVES = [
  "edit",
  "send",
  "return",
  "raise",
  "rebase",
  "sign",
  "approve",
  "publish",
  "withdraw",
  "restore",
] as const;
export type DraftMove = (typeof DRAFT_MOVES)[number];

/** What stands behind a draft: its class, and whose names are under exactly this text in this round of review. */
export type Standing = { class: "major" | "minor"; signed: boolean; approved: boolean };

type MoveRule = {
  from: readonly DraftStage[];
  /** `standing`: in review until every name is under it; a draft stays one. */
  to: DraftStage | "standing";
  by: readonly StaffRole[];
};

const EDITORS = ["coordinator", "policy_owner"] as const;
const OPEN = ["draft", "in_review", "approved"] as const;

export const DRAFT_MOVE_RULES: Record<DraftMove, MoveRule> = {
  /** A change of the text always needs a new review. */
  edit: { from: OPEN, to: "draft", by: EDITORS },
  send: { from: ["draft"], to: "in_review", by: EDITORS },
  return: { from: ["in_review", "approved"], to: "draft", by: [...EDITORS, "executive"] },
  /** Minor becomes major, never the reverse. */
  raise: { from: OPEN, to: "standing", by: [...EDITORS, "executive"] },
  /** Another version came into force meanwhile: the draft is compared with that one from now on. */
  rebase: { from: OPEN, to: "draft", by: EDITORS },
  sign: { from: ["in_review"], to: "standing", by: ["policy_owner"] },
  approve: { from: ["in_review"], to: "standing", by: ["executive"] },
  publish: { from: ["approved"], to: "published", by: ["policy_owner"] },
  withdraw: { from: OPEN, to: "withdrawn", by: EDITORS },
  restore: { from: ["withdrawn"], to: "draft", by: EDITORS },
};

/**
 * The stage after a move, or null where it cannot be made.
 * @param standing as it is after the move: a signature that is just being given counts
 */
export function stageAfter(stage: DraftStage, move: DraftMove, standing: Standing): DraftStage | null {
  const { from, to } = DRAFT_MOVE_RULES[move];
  if (!from.includes(stage)) return null;
  if (move === "approve" && !standing.signed) return null;
  if (move === "publish" && !isApproved(standing)) return null;
  if (to === "standing" && stage === "draft") return stage;
  return to === "standing" ? (isApproved(standing) ? "approved" : "in_review") : to;
}

/** Whether every name that the class asks for is under the text: the policy owner's, and the executive's for a major one. */
export function isApproved({ class: revision, signed, approved }: Standing): boolean {
  return signed && (revision === "minor" || approved);
}

export const STAGE_WORDS: Record<DraftStage, string> = {
  draft: "Draft",
  in_review: "In review",
  approved: "Approved",
  published: "Published",
  withdrawn: "Withdrawn",
};

/** Whether `next` is a later version number than `current`: "1.10" follows "1.9". */
export function followsVersion(next: string, current: string): boolean {
  const parts = (version: string) => version.split(".").map(Number);
  const [a, b] = [parts(next), parts(current)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** The number a revision is given until somebody chooses another: the second place counts up. */
export function nextVersion(current: string): string {
  const [major = "1", minor = "0"] = current.split(".");
  return `${major}.${Number(minor) + 1}`;
}
