import type { Obstacle } from "../governance/obstacles";
import type { DraftMove, DraftStage, Standing } from "../life";
import type { LintSubject } from "../lint/types";
import type { PolicyDocument } from "../schema";
import type { Judgement } from "./judgement";

export type DraftSource = "blank" | "current" | "imported";

/** A name under a text. Instants are ISO 8601 UTC. */
export type ApprovalView = {
  kind: "review_signature" | "executive_approval" | "reviewed_no_change";
  /** As typed. */
  name: string;
  role: string;
  statement: string;
  note: string | null;
  version: string;
  contentHash: string;
  class: "major" | "minor" | null;
  decidedAt: string;
  zone: string;
  /** Whether it is under the text as it is now, in this round of review. */
  counts: boolean;
};

/** An unpublished policy as those who govern it see it. */
export type PolicyDraftView = Judgement & {
  publicId: string;
  programSlug: string;
  programName: string;
  stage: DraftStage;
  source: DraftSource;
  rev: number;
  /** As it is kept: read it through `readSubject`. */
  document: LintSubject;
  contentHash: string;
  /** The hash that a signature given today would be under. */
  hashToSign: string;
  warningReasons: Record<string, string>;
  /** The version it revises. */
  base: { version: string; document: PolicyDocument } | null;
  /** The version in force, when that is another than `base`: somebody published meanwhile. */
  overtakenBy: string | null;
  standing: Standing;
  /** What stands between it and publication. */
  obstacles: Obstacle[];
  /** What the reader can do with it now. */
  moves: DraftMove[];
  /** The local date, "YYYY-MM-DD". */
  today: string;
  /** What the last review asked for. */
  returnedNote: string | null;
  approvals: ApprovalView[];
  createdAt: string;
  savedAt: string;
  savedBy: string | null;
  /** The version it became. */
  publishedAs: string | null;
  zone: string;
  now: string;
};

/** A draft in a list. */
export type PolicyDraftCard = {
  publicId: string;
  title: string | null;
  version: string | null;
  stage: DraftStage;
  source: DraftSource;
  savedAt: string;
  savedBy: string | null;
};

/** What became of a save. `stale`: somebody saved since; both texts are there to choose from, and nothing was overwritten. */
export type SavedPolicyDraft =
  | { outcome: "saved"; rev: number; savedAt: string; contentHash: string }
  | { outcome: "stale"; rev: number; savedAt: string; savedBy: string | null; theirs: LintSubject; yours: LintSubject };
