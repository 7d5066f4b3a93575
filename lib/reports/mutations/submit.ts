import "server-only";
import { eq } from "drizzle-orm";
import { reportDrafts, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, invalid, notFound } from "@/lib/errors";
import { type Proof, spendProof } from "@/lib/guests/proof/mutations";
import { mayRepeatCode } from "@/lib/guests/receipt-code";
import { forgetWaysBack } from "@/lib/guests/resume/mutations";
import type { PinnedPolicy } from "@/lib/policy/pinned/queries";
import { messageProblem } from "@/lib/program-keys/queries";
import { countMark } from "@/lib/reports/drafts/counted/mutations";
import { policyInForce } from "@/lib/reports/drafts/queries";
import type { Answers } from "@/lib/reports/form/answers";
import { formLookups } from "@/lib/reports/form/lookups";
import { reportSchema } from "@/lib/reports/form/schema";
import { storedAnswersSchema } from "@/lib/reports/form/stored-answers";
import { draftPlace } from "@/lib/reports/places";
import type { Protection } from "@/lib/reports/protection";
import { type Context, inTransaction, type Transaction, withProof } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openJson, sealJson, unwrapKey } from "@/lib/vault/seal";
import { type GuestCode, guestCodeOf, opened } from "./guest-code";
import { completeNotice, noticeOf } from "./notice";
import { type Receiving, receive } from "./receive";

export type SentReport = {
  reference: string;
  /** What opens the report for its guest: the code to keep and a session that it has opened. Null with an account. */
  guest: { code: string; session: string } | null;
};

/**
 * Sends a draft. One transaction makes the report, its clocks, ledger event, receipt and mails, or
 * nothing. Sending the same draft again answers with the same report, and to a guest for a while with the same code.
 * Errors: NOT_FOUND (not the actor's draft), CONFLICT (the policy changed meanwhile), INVALID (answers).
 */
export async function submitReport(
  ctx: Context,
  input: {
    draftPublicId: string;
    /** The draft tokens that a guest's browser holds; its report's code is made from one of them. */
    draftTokens?: readonly string[];
    /** A guest's proof of work, spent with the report; a report without one is marked, and taken all the same. */
    proof?: Proof | null;
  },
): Promise<SentReport> {
  return inTransaction(ctx, async (before) => {
    const [draft] = await before.db
      .select()
      .from(reportDrafts)
      .where(eq(reportDrafts.publicId, input.draftPublicId))
      .for("update");
    if (!draft || !can(before.actor, "draft.use", draft)) throw notFound();
    const account = draft.accountId;
    const guest = account === null ? guestCodeOf(draft, input.draftTokens ?? []) : null;
    const tx = guest === null ? before : await withProof(before, guest.codeHash);
    if (draft.submittedAt !== null) return sentAs(tx, draft, guest);

    const policy = await policyInForce(tx, draft.programId);
    const draftKey = unwrapKey(ring(), draft.dataKey, draft.id);
    const place = draftPlace(draft.id);
    const stored = storedAnswersSchema.parse(openJson(draftKey, place, draft.answersSealed));
    const answers = completeAnswers(policy, draft.protection, stored, tx.now);
    const unreadable =
      answers.encryptedMessage && (await messageProblem(tx, draft.programId, answers.encryptedMessage));
    if (unreadable) throw invalid("Some answers need another look.", { encryptedMessage: [unreadable] });

    const unproven = guest !== null && !(await spendProof(tx, input.proof ?? null));
    const flags = unproven ? ["unproven"] : [];
    const existing = await noticeOf(tx, draft.id);
    const { reference } = existing
      ? await completeNotice(tx, existing, answers)
      : await receiveNew(tx, { draft, policy, answers, guestCodeHash: guest?.codeHash ?? null, urgent: false, flags });
    await tx.db
      .update(reportDrafts)
      .set({ submittedAt: tx.now, answersSealed: sealJson(draftKey, place, {}) })
      .where(eq(reportDrafts.id, draft.id));
    await forgetWaysBack(tx, draft.id);
    // A notice whose code was replaced, or whose draft moved to another browser, opens by the code that it has.
    const codeHolds = existing === null || existing.row.guestCodeHash === guest?.codeHash;
    return { reference, guest: guest === null || !codeHolds ? null : await opened(tx, guest) };
  });
}

async function receiveNew(tx: Transaction, receiving: Receiving): Promise<{ reference: string }> {
  const { policy } = receiving;
  await countMark(tx, { programId: policy.programId, zone: policy.calendar.zone, mark: "sent" });
  return receive(tx, receiving);
}

async function sentAs(tx: Transaction, draft: DraftRow, guest: GuestCode | null): Promise<SentReport> {
  // Under row security a guest whose code has been replaced since finds nothing here: the code opens it then.
  const [row] = await tx.db.select({ reference: reports.reference }).from(reports).where(eq(reports.draftId, draft.id));
  if (!row) throw notFound();
  const repeats = guest !== null && draft.submittedAt !== null && mayRepeatCode(draft.submittedAt, tx.now);
  return { reference: row.reference, guest: repeats ? await opened(tx, guest) : null };
}

type DraftRow = typeof reportDrafts.$inferSelect;

/** The answers as the strict schema of the policy in force accepts them. */
function completeAnswers(policy: PinnedPolicy, protection: Protection, answers: Answers, now: Date): Answers {
  if (answers.policyVersion !== policy.version) {
    throw conflict(
      "The policy changed while you were writing. Read what changed and agree again; your answers are kept.",
    );
  }
  const parsed = reportSchema(policy.document, formLookups(now, policy.calendar.zone), protection).safeParse(answers);
  if (parsed.success) return parsed.data;
  const fieldErrors: Record<string, string[]> = {};
  for (const issue of parsed.error.issues) {
    const field = String(issue.path[0] ?? "form");
    fieldErrors[field] = [...(fieldErrors[field] ?? []), issue.message];
  }
  throw invalid("Some answers need another look before this can be sent.", fieldErrors);
}
