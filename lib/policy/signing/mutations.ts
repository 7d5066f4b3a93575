import "server-only";
import { and, eq } from "drizzle-orm";
import { policyApprovals, policyVersions, programs } from "@/db/schema";
import { accountOf, can, type StaffRole } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import type { Classification } from "../drafts/judgement";
import { mayDo, updateDraft } from "../drafts/mutations";
import { type LoadedDraft, loadDraft } from "../drafts/queries";
import { classified, stageFor } from "../governance/mutations";
import { namesMissing, obstaclesOf } from "../governance/obstacles";
import type { SignInput } from "../governance/schema";
import { approvalStatement, noChangeStatement, signatureStatement } from "../governance/statements";
import { putInForce } from "../mutations";
import { tellGovernors } from "../news/mutations";
import { pinnedPolicy } from "../pinned/queries";
import type { PolicyDocument } from "../schema";

const CHANGED = "The text changed since you opened this page. Look at it again before you put your name to it.";

type Signing = Omit<SignInput, "read">;

/** @throws PortalError FORBIDDEN unless the second factor was given again in the last minutes */
function refuseWithoutStepUp(tx: Transaction): string {
  const account = accountOf(tx.actor);
  if (account === null || tx.actor.kind !== "staff" || !tx.actor.steppedUp) {
    throw forbidden("Give your second factor again to put your name to this.");
  }
  return account;
}

/** A draft that can be signed, approved or published as it is, with its document and class. */
async function ready(
  tx: Transaction,
  publicId: string,
): Promise<LoadedDraft & { document: PolicyDocument; classification: Classification }> {
  const draft = await loadDraft(tx, publicId, true);
  return { ...draft, ...wholeOf(draft) };
}

function wholeOf({ judgement, base, overtakenBy, today }: LoadedDraft) {
  const [obstacle] = obstaclesOf({ judgement, base, overtakenBy, today });
  if (obstacle?.kind === "overtaken") throw conflict(obstacle.sentence);
  if (obstacle) throw invalid(obstacle.sentence);
  const { complete: document, classification } = judgement;
  if (!document || !classification) throw invalid("The draft is not whole yet.");
  return { document, classification };
}

async function addApproval(
  tx: Transaction,
  draft: LoadedDraft & { document: PolicyDocument; classification: Classification },
  given: { kind: "review_signature" | "executive_approval"; role: StaffRole; accountId: string; statement: string },
  { typedName, typedRole, note, hash }: Signing,
): Promise<void> {
  const { kind, role: roleAtTime, accountId, statement } = given;
  await tx.db.insert(policyApprovals).values({
    programId: draft.row.programId,
    kind,
    draftId: draft.row.id,
    round: draft.row.round,
    comparedWith: draft.row.basedOn,
    accountId,
    roleAtTime,
    typedName,
    typedRole,
    statement,
    note: note === "" ? null : note,
    version: draft.document.version,
    contentHash: hash,
    class: draft.classification.class,
    decidedAt: tx.now,
    zone: draft.zone,
  });
  await recordProgramEvent(tx, draft.row.programId, {
    type: kind === "review_signature" ? "policy.signed" : "policy.approved",
    draft: draft.row.publicId,
    version: draft.document.version,
    hash,
    role: roleAtTime,
    ...classified(draft.classification),
    raised: draft.classification.raised !== null,
  });
}

/**
 * The policy owner's review, signed: over exactly the text that was shown (its hash), which from now on carries today
 * as the date of its review. Errors: NOT_FOUND, FORBIDDEN (role, second factor), CONFLICT (changed, signed), INVALID.
 */
export async function signDraft(ctx: Context, publicId: string, input: Signing): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const loaded = await loadDraft(tx, publicId, true);
    mayDo(tx, "policy.sign", loaded.row.programId, "Only the policy owner of this program can sign its policy.");
    const accountId = refuseWithoutStepUp(tx);
    if (loaded.signature) throw conflict("This text is signed already.");
    const stage = stageFor({ ...loaded, standing: { ...loaded.standing, signed: true } }, "sign");
    const draft = { ...loaded, ...wholeOf(loaded) };
    if (input.hash !== draft.hashToSign) throw conflict(CHANGED);
    await updateDraft(tx, draft.row, { document: draft.document, contentHash: draft.hashToSign, stage });
    const statement = signatureStatement(draft.document.version, input.hash);
    await addApproval(tx, draft, { kind: "review_signature", role: "policy_owner", accountId, statement }, input);
    if (stage === "in_review") await tellGovernors(tx, draft.row, "approval", ["executive"]);
  });
}

/** The executive's approval of a major revision that somebody else signed, over exactly the same text. */
export async function approveDraft(ctx: Context, publicId: string, input: Signing): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const loaded = await loadDraft(tx, publicId, true);
    const signedBy = loaded.signature?.accountId ?? null;
    if (!can(tx.actor, "policy.approve", { programId: loaded.row.programId, signedBy })) {
      throw forbidden("Only the executive of this program, as another person than the signer, can approve its policy.");
    }
    const accountId = refuseWithoutStepUp(tx);
    const stage = stageFor({ ...loaded, standing: { ...loaded.standing, approved: true } }, "approve");
    const draft = { ...loaded, ...wholeOf(loaded) };
    if (draft.classification.class === "minor") throw conflict("A minor revision needs no approval.");
    if (input.hash !== draft.row.contentHash) throw conflict(CHANGED);
    await updateDraft(tx, draft.row, { stage });
    const statement = approvalStatement(draft.document.version, input.hash);
    await addApproval(tx, draft, { kind: "executive_approval", role: "executive", accountId, statement }, input);
    await tellGovernors(tx, draft.row, "approved", ["policy_owner", "coordinator"]);
  });
}

/**
 * Puts an approved draft in force. Everything is looked at again in the same transaction: findings, names under exactly
 * this text, the class of today, and that nobody published meanwhile.
 */
export async function publishDraft(
  ctx: Context,
  publicId: string,
  input: { hash: string },
): Promise<{ version: string; programSlug: string }> {
  return inTransaction(ctx, async (tx) => {
    const seen = await loadDraft(tx, publicId);
    const { programId } = seen.row;
    mayDo(tx, "policy.publish", programId, "Only the policy owner of this program can publish its policy.");
    // Before the draft itself: two publications of one program come one after the other.
    const [program] = await tx.db
      .select({ id: programs.id, slug: programs.slug })
      .from(programs)
      .where(eq(programs.id, programId))
      .for("update");
    if (!program) throw notFound();
    const draft = await ready(tx, publicId);
    const [missing] = namesMissing(draft.row.stage, draft.standing);
    if (missing && ["draft", "in_review"].includes(draft.row.stage)) throw conflict(missing.sentence);
    const stage = stageFor(draft, "publish");
    if (input.hash !== draft.row.contentHash) throw conflict(CHANGED);
    const { id, version } = await putInForce(tx, program, draft.document, {
      reviewedAt: draft.signature?.decidedAt ?? null,
      governed: {
        draft: draft.row.publicId,
        ...classified(draft.classification),
        raised: draft.classification.raised !== null,
      },
    });
    await updateDraft(tx, draft.row, { stage, publishedVersionId: id });
    await enqueue(tx, "tell_policy_published", [{ payload: { policyVersionId: id }, key: `policy-published:${id}` }]);
    return { version, programSlug: program.slug };
  });
}

/** A review of the version in force that changed nothing: signed like a revision, and the clock of the next one starts. */
export async function reviewWithoutChange(
  ctx: Context,
  input: Signing & { programSlug: string },
): Promise<{ version: string }> {
  return inTransaction(ctx, async (tx) => {
    const [program] = await tx.db
      .select({ id: programs.id })
      .from(programs)
      .where(eq(programs.slug, input.programSlug))
      .for("update");
    if (!program || !can(tx.actor, "policy_draft.read", { programId: program.id })) throw notFound();
    mayDo(tx, "policy.sign", program.id, "Only the policy owner of this program can sign a review.");
    const accountId = refuseWithoutStepUp(tx);
    const [current] = await tx.db
      .select({ id: policyVersions.id })
      .from(policyVersions)
      .where(and(eq(policyVersions.programId, program.id), eq(policyVersions.status, "published")));
    if (!current) throw conflict("This program has no policy in force.");
    const policy = await pinnedPolicy(tx, current.id);
    if (policy.hash !== input.hash) throw conflict(CHANGED);
    await tx.db.insert(policyApprovals).values({
      programId: program.id,
      kind: "reviewed_no_change",
      policyVersionId: policy.id,
      accountId,
      roleAtTime: "policy_owner",
      typedName: input.typedName,
      typedRole: input.typedRole,
      statement: noChangeStatement(policy.version, policy.hash),
      note: input.note === "" ? null : input.note,
      version: policy.version,
      contentHash: policy.hash,
      decidedAt: tx.now,
      zone: policy.calendar.zone,
    });
    await tx.db.update(policyVersions).set({ reviewedAt: tx.now }).where(eq(policyVersions.id, policy.id));
    await recordProgramEvent(tx, program.id, {
      type: "policy.reviewed",
      version: policy.version,
      hash: policy.hash,
      role: "policy_owner",
    });
    return { version: policy.version };
  });
}
