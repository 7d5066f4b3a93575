import "server-only";
import { and, asc, desc, eq, inArray } from "drizzle-orm";
import { policyApprovals, policyDrafts, policyVersions, programs } from "@/db/schema";
import { can, rolesIn } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { approvalView, loadDraft, viewOf } from "../drafts/queries";
import type { ApprovalView } from "../drafts/types";
import { lessonsSince } from "../lessons/queries";
import type { Lesson } from "../lessons/types";
import { DRAFT_MOVE_RULES } from "../life";
import { lintPolicy } from "../lint/lint";
import { lintContext } from "../lint/queries";
import type { Finding } from "../lint/types";
import { pinnedPolicy } from "../pinned/queries";
import { lastReviewedOn, type ReviewState, remindersDue, reviewState } from "../review";
import type { PolicyDocument } from "../schema";

/** What those who govern a program's policy work from. Instants are ISO 8601 UTC. */
export type PolicyRoom = {
  programSlug: string;
  programName: string;
  /** Every program whose policy the actor has a part in governing, in the portal's order. */
  programs: string[];
  current: {
    document: PolicyDocument;
    hash: string;
    publishedAt: string;
    reviewedOn: string | null;
    review: ReviewState;
    findings: Finding[];
    signatures: ApprovalView[];
  } | null;
  lessons: Lesson[];
  maySign: boolean;
  mayEdit: boolean;
  zone: string;
  now: string;
};

/** The policy of a program, or of the first that the actor governs. NOT_FOUND without a part in it. */
export async function getPolicyRoom(ctx: Context, programSlug?: string): Promise<PolicyRoom> {
  return inTransaction(ctx, async (tx) => {
    const all = await tx.db
      .select({ id: programs.id, slug: programs.slug })
      .from(programs)
      .orderBy(asc(programs.position));
    const governed = all.filter(({ id }) => can(tx.actor, "policy_draft.read", { programId: id }));
    const program = programSlug === undefined ? governed[0] : governed.find(({ slug }) => slug === programSlug);
    if (!program) throw notFound();
    const [version] = await tx.db
      .select()
      .from(policyVersions)
      .where(and(eq(policyVersions.programId, program.id), eq(policyVersions.status, "published")));
    const policy = version ? await pinnedPolicy(tx, version.id) : null;
    const reviewedOn = version ? lastReviewedOn(version.document, version.reviewedAt) : null;
    const since = version ? (version.reviewedAt ?? version.publishedAt) : null;
    const signed = version
      ? await tx.db
          .select()
          .from(policyApprovals)
          .where(and(eq(policyApprovals.programId, program.id), eq(policyApprovals.contentHash, version.contentHash)))
          .orderBy(desc(policyApprovals.decidedAt))
          .limit(20)
      : [];
    const subject = version && { ...version.document, reviewedOn };
    return {
      programSlug: program.slug,
      programName: version?.document.organisation.tradeName ?? program.slug,
      programs: governed.map(({ slug }) => slug),
      current:
        version && policy && subject
          ? {
              document: version.document,
              hash: version.contentHash,
              publishedAt: (version.publishedAt ?? version.createdAt).toISOString(),
              reviewedOn,
              review: reviewState(version.document, tx.now, reviewedOn),
              findings: lintPolicy(subject, await lintContext(tx, program.id, subject)),
              signatures: signed.map((approval) => approvalView(approval, true)),
            }
          : null,
      lessons: await lessonsSince(tx, program.id, since),
      maySign: can(tx.actor, "policy.sign", { programId: program.id }),
      mayEdit: can(tx.actor, "policy_draft.edit", { programId: program.id }),
      zone: policy?.calendar.zone ?? "UTC",
      now: tx.now.toISOString(),
    };
  });
}

export type ReviewDue = { programSlug: string; programName: string; review: ReviewState; now: string };

/** The reviews whose reminders have begun, of the policies that the actor has a part in governing. */
export async function listReviewsDue(ctx: Context): Promise<ReviewDue[]> {
  return inTransaction(ctx, async (tx) => {
    const all = await tx.db.select({ id: programs.id }).from(programs);
    const governed = all.filter(({ id }) => can(tx.actor, "policy_draft.read", { programId: id })).map(({ id }) => id);
    if (governed.length === 0) return [];
    const rows = await tx.db
      .select({ slug: programs.slug, document: policyVersions.document, reviewedAt: policyVersions.reviewedAt })
      .from(policyVersions)
      .innerJoin(programs, eq(programs.id, policyVersions.programId))
      .where(and(inArray(programs.id, governed), eq(policyVersions.status, "published")))
      .orderBy(asc(programs.position));
    return rows.flatMap(({ slug, document, reviewedAt }) => {
      const review = reviewState(document, tx.now, lastReviewedOn(document, reviewedAt));
      if (remindersDue(review, tx.now).length === 0) return [];
      return [{ programSlug: slug, programName: document.organisation.tradeName, review, now: tx.now.toISOString() }];
    });
  });
}

const NAMED_BY = ["sign", "approve", "publish"] as const;

/** A draft that waits for the reader: their name under it, or the word that puts it in force. */
export type DraftWaiting = {
  publicId: string;
  version: string | null;
  programName: string;
  waitsFor: (typeof NAMED_BY)[number];
};

/** What waits for the actor, of the policies that they sign, approve or publish; the oldest first. */
export async function listDraftsWaiting(ctx: Context): Promise<DraftWaiting[]> {
  return inTransaction(ctx, async (tx) => {
    const all = await tx.db.select({ id: programs.id }).from(programs);
    const named = all.filter(({ id }) =>
      rolesIn(tx.actor, id).some((role) => NAMED_BY.some((move) => DRAFT_MOVE_RULES[move].by.includes(role))),
    );
    if (named.length === 0) return [];
    const rows = await tx.db
      .select({ publicId: policyDrafts.publicId })
      .from(policyDrafts)
      .where(
        and(
          inArray(
            policyDrafts.programId,
            named.map(({ id }) => id),
          ),
          inArray(policyDrafts.stage, ["in_review", "approved"]),
        ),
      )
      .orderBy(asc(policyDrafts.savedAt));
    const waiting: DraftWaiting[] = [];
    for (const { publicId } of rows) {
      const { moves, document, programName } = await viewOf(tx, await loadDraft(tx, publicId));
      const waitsFor = NAMED_BY.find((move) => moves.includes(move));
      if (waitsFor) waiting.push({ publicId, version: document.version ?? null, programName, waitsFor });
    }
    return waiting;
  });
}
