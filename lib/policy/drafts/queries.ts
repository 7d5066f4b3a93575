import "server-only";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { accounts, policyApprovals, policyDrafts, policyVersions, programs } from "@/db/schema";
import { openProfile } from "@/lib/accounts/records";
import { can, rolesIn } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { ring } from "@/lib/vault/ring";
import { namesMissing, obstaclesOf } from "../governance/obstacles";
import { documentHash } from "../hash";
import { DRAFT_MOVE_RULES, DRAFT_MOVES, type DraftMove, isApproved, type Standing } from "../life";
import { lintContext } from "../lint/queries";
import { type PinnedPolicy, pinnedPolicy } from "../pinned/queries";
import { asSigned, judgeDraft } from "./judgement";
import type { ApprovalView, PolicyDraftCard, PolicyDraftView } from "./types";

export type DraftRow = typeof policyDrafts.$inferSelect;
export type ApprovalRow = typeof policyApprovals.$inferSelect;

/** A draft that the actor may read, or NOT_FOUND; locked when it is about to be changed. */
export async function draftRow(tx: Transaction, publicId: string, lock = false): Promise<DraftRow> {
  const found = tx.db.select().from(policyDrafts).where(eq(policyDrafts.publicId, publicId));
  const [row] = await (lock ? found.for("update") : found);
  if (!row || !can(tx.actor, "policy_draft.read", row)) throw notFound();
  return row;
}

/** A draft with everything that is decided about it: what it revises, what is wrong with it, whose names count. */
export type LoadedDraft = {
  row: DraftRow;
  base: PinnedPolicy | null;
  current: { id: string; version: string } | null;
  /** Of the text as a signature of now would be under it; once signed, of the text as it is. */
  hashToSign: string;
  judgement: ReturnType<typeof judgeDraft>;
  approvals: ApprovalRow[];
  signature: ApprovalRow | null;
  approval: ApprovalRow | null;
  standing: Standing;
  /** The version in force, when that is another than the base: somebody published meanwhile. */
  overtakenBy: string | null;
  zone: string;
  /** The local date, "YYYY-MM-DD". */
  today: string;
};

export async function loadDraft(tx: Transaction, publicId: string, lock = false): Promise<LoadedDraft> {
  const row = await draftRow(tx, publicId, lock);
  const [current] = await tx.db
    .select({ id: policyVersions.id, version: policyVersions.version })
    .from(policyVersions)
    .where(and(eq(policyVersions.programId, row.programId), eq(policyVersions.status, "published")));
  const approvals = await tx.db
    .select()
    .from(policyApprovals)
    .where(eq(policyApprovals.draftId, row.id))
    .orderBy(asc(policyApprovals.decidedAt), asc(policyApprovals.id));
  const base = row.basedOn === null ? null : await pinnedPolicy(tx, row.basedOn);
  const counts = (kind: ApprovalRow["kind"]) =>
    approvals.findLast((approval) => approval.kind === kind && isUnder(approval, row)) ?? null;
  const signature = counts("review_signature");
  const approval = counts("executive_approval");
  const context = await lintContext(tx, row.programId, row.document);
  const zone = context.calendar?.zone ?? base?.calendar.zone ?? "UTC";
  // Who signed has dated the review; until then it is judged as if it were signed now.
  const today = localDay(tx.now, zone).toString();
  const dated = signature ? row.document : asSigned(row.document, today);
  const judgement = judgeDraft({
    document: dated,
    warningReasons: row.warningReasons,
    base,
    raisedReason: row.raisedReason,
    context,
  });
  return {
    row,
    base,
    current: current ?? null,
    hashToSign: documentHash(judgement.complete ?? dated),
    judgement,
    approvals,
    signature,
    approval,
    standing: {
      class: judgement.classification?.class ?? "major",
      signed: signature !== null,
      approved: approval !== null && approval.accountId !== signature?.accountId,
    },
    overtakenBy: current && current.id !== row.basedOn && row.stage !== "published" ? current.version : null,
    zone,
    today,
  };
}

/** A name counts under exactly these bytes, against this base, in this round of review. */
function isUnder(approval: ApprovalRow, row: DraftRow): boolean {
  return (
    approval.contentHash === row.contentHash &&
    approval.comparedWith === row.basedOn &&
    approval.round === row.round &&
    row.stage !== "draft"
  );
}

/** One draft with what is said about it. NOT_FOUND for whoever has no part in governing its program. */
export async function getPolicyDraft(ctx: Context, publicId: string): Promise<PolicyDraftView> {
  return inTransaction(ctx, async (tx) => viewOf(tx, await loadDraft(tx, publicId)));
}

export async function viewOf(tx: Transaction, loaded: LoadedDraft): Promise<PolicyDraftView> {
  const { row, base, judgement, approvals } = loaded;
  const [program] = await tx.db.select({ slug: programs.slug }).from(programs).where(eq(programs.id, row.programId));
  if (!program) throw notFound();
  const names = await namesOfPeople(tx, row.savedBy === null ? [] : [row.savedBy]);
  return {
    ...judgement,
    publicId: row.publicId,
    programSlug: program.slug,
    programName: base?.document.organisation.tradeName ?? row.document.organisation?.tradeName ?? program.slug,
    stage: row.stage,
    source: row.source,
    rev: row.rev,
    document: row.document,
    contentHash: row.contentHash,
    hashToSign: loaded.hashToSign,
    warningReasons: row.warningReasons,
    base: base ? { version: base.version, document: base.document } : null,
    overtakenBy: loaded.overtakenBy,
    standing: loaded.standing,
    obstacles: [...obstaclesOf(loaded), ...namesMissing(row.stage, loaded.standing)],
    moves: DRAFT_MOVES.filter((move) => canMake(tx, move, loaded)),
    today: loaded.today,
    returnedNote: row.returnedNote,
    approvals: approvals.map((approval) => approvalView(approval, isUnder(approval, row))),
    createdAt: row.createdAt.toISOString(),
    savedAt: row.savedAt.toISOString(),
    savedBy: names.get(row.savedBy ?? "") ?? null,
    publishedAs: row.publishedVersionId ? (await pinnedPolicy(tx, row.publishedVersionId)).version : null,
    zone: loaded.zone,
    now: tx.now.toISOString(),
  };
}

/** Whether a button for a move makes sense: the mutation behind it decides by itself. */
function canMake(tx: Transaction, move: DraftMove, { row, standing, signature, overtakenBy }: LoadedDraft): boolean {
  const { from, by } = DRAFT_MOVE_RULES[move];
  if (!from.includes(row.stage) || !rolesIn(tx.actor, row.programId).some((role) => by.includes(role))) return false;
  switch (move) {
    case "sign":
      return !standing.signed;
    case "approve":
      return (
        standing.class === "major" &&
        standing.signed &&
        !standing.approved &&
        can(tx.actor, "policy.approve", { programId: row.programId, signedBy: signature?.accountId ?? null })
      );
    case "publish":
      return isApproved(standing) && overtakenBy === null;
    case "raise":
      return standing.class === "minor";
    case "rebase":
      return overtakenBy !== null;
    default:
      return true;
  }
}

export function approvalView(approval: ApprovalRow, counts: boolean): ApprovalView {
  const { kind, typedName, typedRole, statement, note, version, contentHash, decidedAt, zone } = approval;
  return {
    kind,
    name: typedName,
    role: typedRole,
    statement,
    note,
    version,
    contentHash,
    class: approval.class,
    decidedAt: decidedAt.toISOString(),
    zone,
    counts,
  };
}

/** Display names of staff, by account. */
export async function namesOfPeople(tx: Transaction, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.db
    .select({ id: accounts.id, profileSealed: accounts.profileSealed })
    .from(accounts)
    .where(inArray(accounts.id, [...new Set(ids)]));
  return new Map(rows.map(({ id, profileSealed }) => [id, openProfile(ring(), id, profileSealed).displayName]));
}

const LISTED_AT_MOST = 50;
const OPEN_FIRST = sql`${policyDrafts.stage} in ('published', 'withdrawn')`;

/** A program's drafts, the open ones first, each group last saved first. NOT_FOUND without a part in governing it. */
export async function listPolicyDrafts(ctx: Context, programSlug: string): Promise<PolicyDraftCard[]> {
  return inTransaction(ctx, async (tx) => {
    const [program] = await tx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, programSlug));
    if (!program || !can(tx.actor, "policy_draft.read", { programId: program.id })) throw notFound();
    const rows = await tx.db
      .select({
        publicId: policyDrafts.publicId,
        title: sql<string | null>`${policyDrafts.document} ->> 'title'`,
        version: sql<string | null>`${policyDrafts.document} ->> 'version'`,
        stage: policyDrafts.stage,
        source: policyDrafts.source,
        savedAt: policyDrafts.savedAt,
        savedBy: policyDrafts.savedBy,
      })
      .from(policyDrafts)
      .where(eq(policyDrafts.programId, program.id))
      .orderBy(OPEN_FIRST, desc(policyDrafts.savedAt), desc(policyDrafts.id))
      .limit(LISTED_AT_MOST);
    const names = await namesOfPeople(
      tx,
      rows.flatMap(({ savedBy }) => savedBy ?? []),
    );
    return rows.map((row) => ({
      ...row,
      savedAt: row.savedAt.toISOString(),
      savedBy: names.get(row.savedBy ?? "") ?? null,
    }));
  });
}
