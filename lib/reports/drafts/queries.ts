import "server-only";
import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import { policyVersions, reportDrafts, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, notFound } from "@/lib/errors";
import { type PinnedPolicy, pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { type DataKey, openJson, openText, unwrapKey } from "@/lib/vault/seal";
import type { Answers } from "../form/answers";
import { journeyOf } from "../form/journey";
import { formLookups } from "../form/lookups";
import { storedAnswersSchema } from "../form/stored-answers";
import { draftPlace, resumePlace } from "../places";
import { ENCRYPTED_TITLE } from "../protection";
import { keptDays, keptUntil } from "./lifetime";
import { confirmedSteps } from "./saves";
import type { DraftCard, DraftView } from "./types";

export type LoadedDraft = {
  row: typeof reportDrafts.$inferSelect;
  key: DataKey;
  answers: Answers;
  /** The policy in force now. */
  policy: PinnedPolicy;
};

/** The actor's own draft, or NOT_FOUND; locked when it is about to be written. */
export async function loadDraft(tx: Transaction, publicId: string, lock = false): Promise<LoadedDraft> {
  const found = tx.db.select().from(reportDrafts).where(eq(reportDrafts.publicId, publicId));
  const [row] = await (lock ? found.for("update") : found);
  if (!row || !can(tx.actor, "draft.use", row)) throw notFound();
  const opened = openDraft(row);
  return { row, ...opened, policy: await policyInForce(tx, row.programId) };
}

/** What a draft holds, for whoever was judged already. */
export function openDraft(row: typeof reportDrafts.$inferSelect): { key: DataKey; answers: Answers } {
  const key = unwrapKey(ring(), row.dataKey, row.id);
  return { key, answers: storedAnswersSchema.parse(openJson(key, draftPlace(row.id), row.answersSealed)) };
}

/** Where a guest asked for links and warnings to be sent, and the key they gave: with one, mails are encrypted or not sent. */
export function guestRecipient(row: LoadedDraft["row"]): { to: { address: string }; key?: string } {
  if (row.resumeSealed === null) throw new TypeError("This draft has no address.");
  const { key, answers } = openDraft(row);
  const address = openText(key, resumePlace(row.id), row.resumeSealed);
  return { to: { address }, ...(answers.pgpKey ? { key: answers.pgpKey } : {}) };
}

const resumeOf = (row: LoadedDraft["row"]) => (row.resumeSealed === null ? null : guestRecipient(row).to.address);

/** The published policy of a program; CONFLICT when it has none now. */
export async function policyInForce(tx: Transaction, programId: string): Promise<PinnedPolicy> {
  const [row] = await tx.db
    .select({ id: policyVersions.id })
    .from(policyVersions)
    .where(and(eq(policyVersions.programId, programId), eq(policyVersions.status, "published")));
  if (!row) throw conflict("This program has no published policy now, so nothing can be sent. Your draft is kept.");
  return pinnedPolicy(tx, row.id);
}

/** The reference of the report that a draft became; null while it is a draft. */
export async function referenceOfDraft(tx: Transaction, draft: { id: string; submittedAt: Date | null }) {
  if (draft.submittedAt === null) return null;
  const [report] = await tx.db
    .select({ reference: reports.reference })
    .from(reports)
    .where(eq(reports.draftId, draft.id));
  if (!report) throw notFound();
  return report.reference;
}

/** One draft for its owner; NOT_FOUND for everybody else. */
export async function getDraft(ctx: Context, publicId: string): Promise<DraftView> {
  return inTransaction(ctx, async (tx) => {
    const { row, answers, policy } = await loadDraft(tx, publicId);
    const first = await pinnedPolicy(tx, row.firstPolicyVersionId);
    return {
      publicId: row.publicId,
      rev: row.rev,
      savedAt: row.savedAt.toISOString(),
      answers,
      confirmed: confirmedSteps(row.saves),
      protection: row.protection,
      sentAs: await referenceOfDraft(tx, row),
      policy: { version: policy.version, document: policy.document, calendar: policy.calendar },
      firstPolicy: { version: first.version, document: first.document },
      programSlug: policy.programSlug,
      programName: policy.document.organisation.tradeName,
      guest: row.guestHash !== null,
      resume: resumeOf(row),
      now: tx.now.toISOString(),
    };
  });
}

const LISTED_AT_MOST = 50;

/** The actor's own unsent drafts, a guest's too, the last saved first. */
export async function listDrafts(ctx: Context): Promise<DraftCard[]> {
  const account = accountOf(ctx.actor);
  const proofs = ctx.actor.kind === "guest" ? [...ctx.actor.proofs] : [];
  if (account === null && proofs.length === 0) return [];
  const own = account === null ? inArray(reportDrafts.guestHash, proofs) : eq(reportDrafts.accountId, account);
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(reportDrafts)
      .where(and(own, isNull(reportDrafts.submittedAt)))
      .orderBy(desc(reportDrafts.savedAt), desc(reportDrafts.id))
      .limit(LISTED_AT_MOST);
    const cards: DraftCard[] = [];
    for (const row of rows) cards.push(await cardOf(tx, row));
    return cards;
  });
}

/** A draft as lists show it. */
export async function cardOf(tx: Transaction, row: typeof reportDrafts.$inferSelect): Promise<DraftCard> {
  const { answers } = openDraft(row);
  const policy = await policyInForce(tx, row.programId);
  const lookups = formLookups(tx.now, policy.calendar.zone);
  const journey = journeyOf(policy.document, answers, lookups, row.protection, confirmedSteps(row.saves));
  const agreedTo = answers.policyVersion ?? (await pinnedPolicy(tx, row.firstPolicyVersionId)).version;
  return {
    publicId: row.publicId,
    programSlug: policy.programSlug,
    programName: policy.document.organisation.tradeName,
    policyChangedTo: agreedTo === policy.version ? null : policy.version,
    title: answers.title?.trim() || (row.protection === "https" ? null : ENCRYPTED_TITLE),
    next: journey.next ?? "check",
    savedAt: row.savedAt.toISOString(),
    keptUntil: keptUntil(row.savedAt, keptDays(row.guestHash !== null)).toISOString(),
    zone: policy.calendar.zone,
    guest: row.guestHash !== null,
    resume: resumeOf(row),
  };
}
