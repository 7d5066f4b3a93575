import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { assessments, attestations, credits, policyVersions, receipts, reportDrafts, reports } from "@/db/schema";
import { attachToReport } from "@/lib/attachments/mutations/attach";
import { can } from "@/lib/auth/policy";
import { CREDIT_ROLES } from "@/lib/credit/roles";
import { appSecret } from "@/lib/env/env";
import { conflict, invalid, notFound } from "@/lib/errors";
import { codeHash, codeOfDraft } from "@/lib/guests/code-hash";
import { beginGuestSession } from "@/lib/guests/mutations/session";
import { mayRepeatCode } from "@/lib/guests/receipt-code";
import { recordReportEvents } from "@/lib/ledger/record";
import { type PinnedPolicy, pinnedPolicy } from "@/lib/policy/pinned/queries";
import { answerLeaves } from "@/lib/receipts/leaves";
import { currentReceiptKey } from "@/lib/receipts/mutations";
import { signReceipt } from "@/lib/receipts/receipt";
import { type Answers, storedAnswersSchema } from "@/lib/reports/form/answers";
import { attestationsOf } from "@/lib/reports/form/attestation";
import { formLookups } from "@/lib/reports/form/lookups";
import { reportSchema } from "@/lib/reports/form/schema";
import { weaknessNumbers } from "@/lib/reports/form/scope-warnings";
import { answersPlace, creditPlace, draftPlace, noteKeyOwner, titlePlace } from "@/lib/reports/places";
import { ENCRYPTED_TITLE, type Protection } from "@/lib/reports/protection";
import { newReference } from "@/lib/reports/reference";
import { saltAnswers } from "@/lib/reports/salted";
import { suspicionsIn } from "@/lib/reports/suspicion";
import { type Context, inTransaction, type Transaction, withProof } from "@/lib/request/transaction";
import { scoreVector } from "@/lib/severity/score";
import type { ClockRun } from "@/lib/sla/types";
import { isCommitmentClock } from "@/lib/sla/vocabulary";
import { hashToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { newWrappedKey, openJson, sealJson, sealText, unwrapKey } from "@/lib/vault/seal";
import type { Severity } from "../types";
import { moveClocks, nextDueAt, storeClocks } from "./loaded";
import { tell } from "./tell";

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

    const id = v7();
    const { key: dataKey, wrapped: wrappedDataKey } = newWrappedKey(ring(), id);
    const salted = saltAnswers(answers);
    const firstVersion = await pinnedPolicy(tx, draft.firstPolicyVersionId);
    const reference = newReference(policy.referencePrefix);
    const row: typeof reports.$inferInsert & { severity: null; version: number } = {
      id,
      reference,
      programId: policy.programId,
      reporterId: account,
      guestCodeHash: guest?.codeHash ?? null,
      urgentAt: null,
      releasedAt: null,
      draftId: draft.id,
      channel: "web",
      state: "received",
      stateSince: tx.now,
      policyVersionId: policy.id,
      firstPolicyVersionId: firstVersion.id,
      calendarVersionId: policy.calendarVersionId,
      receivedAt: tx.now,
      dataKey: wrappedDataKey,
      noteKey: newWrappedKey(ring(), noteKeyOwner(id)).wrapped,
      titleSealed: sealText(dataKey, titlePlace(id), answers.title ?? ENCRYPTED_TITLE),
      answersSealed: sealJson(dataKey, answersPlace(id), salted),
      severity: null,
      flags: flagsOf(answers),
      nextDueAt: tx.now,
      reporterAt: tx.now,
      version: 1,
    };
    const loaded = { row: row as typeof reports.$inferSelect, runs: [] as ClockRun[], pinned: policy, dataKey };
    const effects = moveClocks(tx, loaded, { kind: "received" });
    await tx.db.insert(reports).values({ ...row, nextDueAt: nextDueAt(loaded.runs) });
    await storeClocks(tx, loaded, effects);

    const assessment = reporterAssessment(answers);
    const creditId = v7();
    await recordReportEvents(tx, id, [
      {
        type: "report.received",
        channel: "web",
        policyVersion: policy.version,
        policyHash: policy.hash,
        firstReadVersion: firstVersion.version,
        calendarVersion: policy.calendar.version,
        state: "received",
        clocks: effects,
      },
      ...(assessment ? [{ type: "report.assessed" as const, by: "reporter" as const, ...assessment }] : []),
      { type: "credit.wished", creditId, wish: wishOf(answers) },
    ]);
    if (assessment) {
      await tx.db
        .insert(assessments)
        .values({ reportId: id, by: "reporter", authorId: account, ...assessment, createdAt: tx.now });
    }
    const attested = attestationsOf(policy.document, answers);
    if (attested.length > 0) {
      await tx.db.insert(attestations).values(
        attested.map(({ ruleId, clause, text, statement }) => ({
          reportId: id,
          clauseKey: clause,
          ruleId,
          textHash: createHash("sha256").update(text).digest("hex"),
          statement,
        })),
      );
    }
    await tx.db.insert(credits).values({
      id: creditId,
      reportId: id,
      accountId: account,
      ofGuest: account === null,
      programId: policy.programId,
      wish: wishOf(answers),
      roles: [creditRole(answers)],
      displaySealed: sealJson(dataKey, creditPlace(id, creditId, "display_sealed"), {
        text: answers.creditText ?? "",
        organisation: answers.creditOrg ?? "",
        url: answers.creditUrl ?? "",
      }),
      consent: "pending",
      createdAt: tx.now,
      updatedAt: tx.now,
    });

    const files = await attachToReport(tx, draft.id, id);
    const key = await currentReceiptKey(tx);
    const json = signReceipt(
      {
        type: "report-receipt",
        portal: key.portal,
        program: policy.programSlug,
        reference,
        receivedAt: tx.now.toISOString(),
        channel: "web",
        policy: { version: policy.version, hash: policy.hash },
        calendarVersion: policy.calendar.version,
        commitments: loaded.runs.flatMap(({ clock, rigidity, amount, unit, due }) =>
          isCommitmentClock(clock) ? [{ clock, rigidity, amount, unit, due }] : [],
        ),
        answers: answerLeaves(salted),
        attachments: files,
      },
      key.signing,
    );
    await tx.db.insert(receipts).values({ reportId: id, json, kid: key.kid, createdAt: tx.now });

    await tx.db
      .update(reportDrafts)
      .set({ submittedAt: tx.now, answersSealed: sealJson(draftKey, place, {}) })
      .where(eq(reportDrafts.id, draft.id));
    await tell(tx, loaded, "received");
    return { reference, guest: guest === null ? null : await opened(tx, guest) };
  });
}

async function sentAs(tx: Transaction, draft: DraftRow, guest: GuestCode | null): Promise<SentReport> {
  // Under row security a guest whose code has been replaced since finds nothing here: the code opens it then.
  const [row] = await tx.db.select({ reference: reports.reference }).from(reports).where(eq(reports.draftId, draft.id));
  if (!row) throw notFound();
  const repeats = guest !== null && draft.submittedAt !== null && mayRepeatCode(draft.submittedAt, tx.now);
  return { reference: row.reference, guest: repeats ? await opened(tx, guest) : null };
}

type DraftRow = typeof reportDrafts.$inferSelect;
type GuestCode = { code: string; codeHash: string };

function guestCodeOf(draft: DraftRow, tokens: readonly string[]): GuestCode {
  const token = tokens.find((held) => hashToken(held).toString("hex") === draft.guestHash);
  if (token === undefined) throw notFound();
  const code = codeOfDraft(appSecret(), token);
  return { code, codeHash: codeHash(appSecret(), code) };
}

async function opened(tx: Transaction, { code, codeHash }: GuestCode): Promise<{ code: string; session: string }> {
  return { code, session: await beginGuestSession(tx, codeHash) };
}

async function policyInForce(tx: Transaction, programId: string): Promise<PinnedPolicy> {
  const [row] = await tx.db
    .select({ id: policyVersions.id })
    .from(policyVersions)
    .where(and(eq(policyVersions.programId, programId), eq(policyVersions.status, "published")));
  if (!row) throw conflict("This program has no published policy now, so nothing can be sent. Your draft is kept.");
  return pinnedPolicy(tx, row.id);
}

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

function flagsOf(answers: Answers): string[] {
  const flags: string[] = [];
  if ((answers.outOfScope ?? []).some((id) => id !== "none")) flags.push("out_of_scope_ticked");
  if (answers.conduct === "differently") flags.push("conduct_differently");
  if (answers.exposed === "yes") flags.push("data_exposed");
  if (answers.exploited === "yes") flags.push("exploited");
  if (answers.alreadyPublic === "yes") flags.push("already_public");
  // Marked for whoever reads it, and taken like any other.
  if (suspicionsIn(answers).length > 0) flags.push("read_with_care");
  if (answers.encryptedMessage !== undefined) flags.push("encrypted");
  return flags;
}

function wishOf(answers: Answers): "name" | "alias" | "no" | "later" {
  const { creditWish } = answers;
  return creditWish === "name" || creditWish === "alias" || creditWish === "no" ? creditWish : "later";
}

function creditRole(answers: Answers): string {
  return CREDIT_ROLES.find((role) => role === answers.creditType) ?? "finder";
}

function reporterAssessment(answers: Answers) {
  const cwe = weaknessNumbers(answers);
  if (answers.cvss) {
    const { vector, score, band } = scoreVector(answers.cvss);
    return { severity: band as Severity, vector, score, cwe };
  }
  const chosen = (["none", "low", "medium", "high", "critical"] as const).find((band) => band === answers.severity);
  if (chosen) return { severity: chosen, vector: null, score: null, cwe };
  return null;
}
