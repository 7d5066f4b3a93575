import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { programs, reportDrafts, reports } from "@/db/schema";
import { accountOf, can, type ReportSubject, rolesIn } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction, withProof } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { newWrappedKey, openJson, sealJson, unwrapKey } from "@/lib/vault/seal";
import { policyInForce } from "../drafts/queries";
import type { Answers } from "../form/answers";
import { storedAnswersSchema } from "../form/stored-answers";
import { draftPlace } from "../places";
import { type GuestCode, guestCodeOf, opened } from "./guest-code";
import { loadReport, moveClocks, nextDueAt, storeClocks } from "./loaded";
import { noticeOf } from "./notice";
import { receive } from "./receive";
import type { SentReport } from "./submit";
import { tell } from "./tell";

/** What the one page of the stop-and-report lane asks. */
export type Notice = {
  programSlug: string;
  /** What was typed, as answers of the form. */
  answers: Answers;
  /** Random, made by the page: a notice sent twice is one. A guest's browser keeps it as the token of the draft. */
  key: string;
};

/**
 * Sends an urgent notice of exposed data. One transaction makes a draft, to be completed later, and the report that is
 * sealed to privacy officers. Errors: NOT_FOUND (no such program), FORBIDDEN (before the second factor), CONFLICT.
 */
export async function sendNotice(ctx: Context, notice: Notice): Promise<SentReport & { draftPublicId: string }> {
  return inTransaction(ctx, async (before) => {
    if (!can(before.actor, "report.submit", null)) throw forbidden("Give your second factor first, or sign out.");
    const accountId = accountOf(before.actor);
    const guestHash = accountId === null ? hashToken(notice.key).toString("hex") : null;
    const proven = guestHash === null ? before : await withProof(before, guestHash);
    const publicId = createHash("sha256").update(`notice ${notice.key}`).digest("hex").slice(0, 32);
    const [program] = await proven.db
      .select({ id: programs.id })
      .from(programs)
      .where(eq(programs.slug, notice.programSlug));
    if (!program) throw notFound();
    const policy = await policyInForce(proven, program.id);
    const id = v7();
    const { key, wrapped } = newWrappedKey(ring(), id);
    await proven.db
      .insert(reportDrafts)
      .values({
        id,
        publicId,
        programId: program.id,
        accountId,
        guestHash,
        firstPolicyVersionId: policy.id,
        dataKey: wrapped,
        answersSealed: sealJson(key, draftPlace(id), notice.answers),
        rev: 2,
        createdAt: proven.now,
        savedAt: proven.now,
      })
      .onConflictDoNothing();
    return { ...(await raise(proven, publicId, [notice.key])), draftPublicId: publicId };
  });
}

/** The same from the form, with what its first steps hold. */
export function sendNoticeOfDraft(
  ctx: Context,
  input: { draftPublicId: string; draftTokens?: readonly string[] },
): Promise<SentReport> {
  return inTransaction(ctx, (tx) => raise(tx, input.draftPublicId, input.draftTokens ?? []));
}

async function raise(before: Transaction, publicId: string, tokens: readonly string[]): Promise<SentReport> {
  const [draft] = await before.db.select().from(reportDrafts).where(eq(reportDrafts.publicId, publicId)).for("update");
  if (!draft || !can(before.actor, "draft.use", draft)) throw notFound();
  const guest: GuestCode | null = draft.accountId === null ? guestCodeOf(draft, tokens) : null;
  const tx = guest === null ? before : await withProof(before, guest.codeHash);
  const again = await noticeOf(tx, draft.id);
  const { reference } = again?.row ?? (await raised(tx, draft, guest));
  return { reference, guest: guest === null ? null : await opened(tx, guest) };
}

async function raised(
  tx: Transaction,
  draft: typeof reportDrafts.$inferSelect,
  guest: GuestCode | null,
): Promise<{ reference: string }> {
  const policy = await policyInForce(tx, draft.programId);
  const key = unwrapKey(ring(), draft.dataKey, draft.id);
  const stored = storedAnswersSchema.parse(openJson(key, draftPlace(draft.id), draft.answersSealed));
  if (stored.exposed !== "yes") throw invalid("An urgent notice is for data that is exposed: answer “Yes” first.");
  return receive(tx, { draft, policy, answers: stored, guestCodeHash: guest?.codeHash ?? null, urgent: true });
}

/** Two looks within this time by one person are one opening. */
const ONE_OPENING_MS = 60_000;
const lastOpened = new Map<string, number>();

/**
 * Records that staff opened an urgent report, for its reporter to see; the first privacy officer's look stops the alert's
 * clock. Called inside the reading transaction: what cannot be recorded is not read.
 */
export async function recordOpening(tx: Transaction, row: ReportSubject & { id: string; reference: string }) {
  const account = accountOf(tx.actor);
  if (row.urgentAt === null || account === null) return;
  const who = `${row.id} ${account}`;
  if (Math.abs(tx.now.getTime() - (lastOpened.get(who) ?? 0)) < ONE_OPENING_MS) return;
  const report = await loadReport(tx, row.reference);
  const roles = rolesIn(tx.actor, row.programId);
  const role = (["privacy_officer", "coordinator", "triager"] as const).find((held) => roles.includes(held));
  if (!role) return;
  const effects = role === "privacy_officer" ? moveClocks(tx, report, { kind: "exposure_read" }) : [];
  await storeClocks(tx, report, effects);
  if (effects.length > 0) {
    await tx.db
      .update(reports)
      .set({ nextDueAt: nextDueAt(report.runs) })
      .where(eq(reports.id, row.id));
  }
  await recordReportEvents(tx, row.id, [{ type: "report.opened", role, clocks: effects }]);
  lastOpened.set(who, tx.now.getTime());
}

/**
 * Opens a sealed notice to the program's triagers and coordinators.
 * Errors: NOT_FOUND, FORBIDDEN for everybody but a privacy officer of the program, CONFLICT when it was released.
 */
export async function releaseToTriage(ctx: Context, reference: string): Promise<{ released: true }> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { row } = report;
    if (row.urgentAt !== null && row.releasedAt !== null) throw conflict("This notice was released to triage already.");
    if (!can(tx.actor, "report.release", row)) throw forbidden("Only a privacy officer of this program can do this.");
    const changed = await tx.db
      .update(reports)
      .set({ releasedAt: tx.now })
      .where(and(eq(reports.id, row.id), eq(reports.version, row.version)))
      .returning({ id: reports.id });
    if (changed.length === 0) throw conflict("Somebody was faster. Look at the report again first.");
    await recordReportEvents(tx, row.id, [{ type: "report.released" }]);
    await tell(tx, { ...report, row: { ...row, releasedAt: tx.now } }, "released");
    return { released: true };
  });
}
