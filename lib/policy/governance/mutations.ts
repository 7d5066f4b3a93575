import "server-only";
import { accountOf } from "@/lib/auth/policy";
import { conflict, invalid } from "@/lib/errors";
import type { ProgramEvent } from "@/lib/ledger/program-events";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import type { Classification } from "../drafts/judgement";
import { mayDo, refuseUnlessOpen, updateDraft } from "../drafts/mutations";
import { type LoadedDraft, loadDraft } from "../drafts/queries";
import { type DraftMove, type DraftStage, STAGE_WORDS, stageAfter } from "../life";
import { tellGovernors } from "../news/mutations";
import { obstaclesOf } from "./obstacles";

const EDITORS = "Only a coordinator or the policy owner of this program can do this.";
const GOVERNORS = "Only a coordinator, the policy owner or the executive of this program can do this.";

/** The stage that a move leads to. @throws PortalError CONFLICT where it cannot be made */
export function stageFor({ row, standing }: Pick<LoadedDraft, "row" | "standing">, move: DraftMove): DraftStage {
  const stage = stageAfter(row.stage, move, standing);
  if (stage === null) {
    throw conflict(`This cannot be done: the draft is ${STAGE_WORDS[row.stage].toLowerCase()} now. Look at it again.`);
  }
  return stage;
}

/** The class as the ledger keeps it: clauses and rules, no sentences. */
export function classified({ class: revision, reasons }: Classification) {
  return { class: revision, reasons: reasons.map(({ rule, clause }) => ({ rule, clause })) };
}

function record(tx: Transaction, { row }: Pick<LoadedDraft, "row">, event: ProgramEvent): Promise<unknown> {
  return recordProgramEvent(tx, row.programId, event);
}

const about = ({ row }: Pick<LoadedDraft, "row">) => ({ draft: row.publicId, hash: row.contentHash });

/** Asks the policy owner to review the text. It has to be whole and without errors; the portal says what class it is. */
export async function sendToReview(ctx: Context, publicId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, publicId, true);
    mayDo(tx, "policy_draft.edit", draft.row.programId, EDITORS);
    const stage = stageFor(draft, "send");
    const { judgement, base, overtakenBy, today } = draft;
    const inTheWay = obstaclesOf({ judgement, base, overtakenBy, today }).find(({ kind }) => kind !== "reasons");
    if (inTheWay) throw invalid(inTheWay.sentence);
    if (!judgement.classification) throw invalid("The draft is not whole yet.");
    const round = draft.row.round + 1;
    await updateDraft(tx, draft.row, { stage, round, returnedNote: null });
    await record(tx, draft, {
      type: "policy_draft.sent",
      ...about(draft),
      round,
      ...classified(judgement.classification),
    });
    await tellGovernors(tx, draft.row, "review", ["policy_owner"]);
  });
}

/** Sends it back to its writers with what has to change; every signature of this round is void. */
export async function returnDraft(ctx: Context, publicId: string, input: { note: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, publicId, true);
    mayDo(tx, "policy_draft.challenge", draft.row.programId, GOVERNORS);
    await updateDraft(tx, draft.row, { stage: stageFor(draft, "return"), returnedNote: input.note });
    await record(tx, draft, { type: "policy_draft.returned", ...about(draft), because: "returned" });
    await tellGovernors(tx, draft.row, "returned", ["coordinator", "policy_owner"]);
  });
}

/** A person's word that the revision is major. The portal's own word can be raised like this and never lowered. */
export async function raiseToMajor(ctx: Context, publicId: string, input: { reason: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, publicId, true);
    mayDo(tx, "policy_draft.challenge", draft.row.programId, GOVERNORS);
    refuseUnlessOpen(draft.row);
    if (draft.judgement.classification?.class === "major") throw conflict("This revision is major already.");
    const stage = stageFor({ ...draft, standing: { ...draft.standing, class: "major" } }, "raise");
    const raised = { raisedBy: accountOf(tx.actor), raisedAt: tx.now, raisedReason: input.reason };
    await updateDraft(tx, draft.row, { stage, ...raised });
    await record(tx, draft, { type: "policy_draft.raised", ...about(draft) });
    if (draft.standing.signed) await tellGovernors(tx, draft.row, "approval", ["executive"]);
  });
}

/** Compares the draft with the version in force from now on; it becomes a draft again, and its signatures void. */
export async function rebaseDraft(ctx: Context, publicId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, publicId, true);
    mayDo(tx, "policy_draft.edit", draft.row.programId, EDITORS);
    const stage = stageFor(draft, "rebase");
    if (!draft.current || draft.overtakenBy === null)
      throw conflict("It is compared with the version in force already.");
    await updateDraft(tx, draft.row, { stage, basedOn: draft.current.id });
    await record(tx, draft, { type: "policy_draft.rebased", ...about(draft), onto: draft.current.version });
  });
}

/** Takes a draft off the desk. It is kept, and can be taken up again. */
export async function withdrawDraft(ctx: Context, publicId: string): Promise<void> {
  await plainMove(ctx, publicId, "withdraw", "policy_draft.withdrawn");
}

export async function restoreDraft(ctx: Context, publicId: string): Promise<void> {
  await plainMove(ctx, publicId, "restore", "policy_draft.restored");
}

async function plainMove(
  ctx: Context,
  publicId: string,
  move: "withdraw" | "restore",
  type: "policy_draft.withdrawn" | "policy_draft.restored",
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const draft = await loadDraft(tx, publicId, true);
    mayDo(tx, "policy_draft.edit", draft.row.programId, EDITORS);
    await updateDraft(tx, draft.row, { stage: stageFor(draft, move) });
    await record(tx, draft, { type, ...about(draft) });
  });
}
