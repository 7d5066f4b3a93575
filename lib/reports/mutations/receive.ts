import "server-only";
import { createHash } from "node:crypto";
import { v7 } from "uuid";
import { assessments, attestations, credits, receipts, type reportDrafts, type reports } from "@/db/schema";
import { attachToReport } from "@/lib/attachments/mutations/attach";
import { CREDIT_ROLES } from "@/lib/credit/roles";
import { sealWished } from "@/lib/credit/wished";
import { enqueue } from "@/lib/jobs/enqueue";
import { recordReportEvents } from "@/lib/ledger/record";
import { type PinnedPolicy, pinnedPolicy } from "@/lib/policy/pinned/queries";
import { answerLeaves } from "@/lib/receipts/leaves";
import { currentReceiptKey } from "@/lib/receipts/mutations";
import { signReceipt } from "@/lib/receipts/receipt";
import type { Answers } from "@/lib/reports/form/answers";
import { attestationsOf } from "@/lib/reports/form/attestation";
import { weaknessNumbers } from "@/lib/reports/form/scope-warnings";
import { answersPlace, creditPlace, noteKeyOwner, titlePlace } from "@/lib/reports/places";
import { titleShown } from "@/lib/reports/protection";
import { newReference } from "@/lib/reports/reference";
import { saltAnswers } from "@/lib/reports/salted";
import { suspicionsIn } from "@/lib/reports/suspicion";
import type { Transaction } from "@/lib/request/transaction";
import { indexReport } from "@/lib/search/mutations";
import { scoreVector } from "@/lib/severity/score";
import type { ClockRun } from "@/lib/sla/types";
import { isCommitmentClock } from "@/lib/sla/vocabulary";
import { ring } from "@/lib/vault/ring";
import { newWrappedKey, sealJson, sealText } from "@/lib/vault/seal";
import type { Severity } from "../types";
import { insertReport } from "./insert";
import { moveClocks, nextDueAt, storeClocks } from "./loaded";
import { tell } from "./tell";

export type Receiving = {
  draft: typeof reportDrafts.$inferSelect;
  policy: PinnedPolicy;
  answers: Answers;
  /** Hash of a guest's receipt code; null with an account. */
  guestCodeHash: string | null;
  /** An urgent notice of exposed data: sealed to privacy officers, with its own clock. */
  urgent: boolean;
  /** What triage should know besides what the answers say. */
  flags?: readonly string[];
  /** How it came; a form unless something else is said. */
  channel?: "web" | "mail";
  /** Whether its reporter is told by mail that it arrived. */
  acknowledged?: boolean;
  /** When it arrived, where that was before it could be taken; promises run from there. */
  arrivedAt?: Date;
};

/** What stands where a title will, until the full report brings one. */
export const URGENT_TITLE = "Urgent notice: somebody’s data is exposed";

/** Makes a report of answers that were judged: its row, clocks, ledger, credit, files, receipt and mails. */
export async function receive(
  current: Transaction,
  { draft, policy, answers, guestCodeHash, urgent, flags = [], ...how }: Receiving,
): Promise<{ reference: string }> {
  const { channel = "web", acknowledged = true, arrivedAt = current.now } = how;
  const tx = { ...current, now: arrivedAt };
  const account = draft.accountId;
  const id = v7();
  const { key: dataKey, wrapped: wrappedDataKey } = newWrappedKey(ring(), id);
  const salted = saltAnswers(answers);
  const firstVersion = await pinnedPolicy(tx, draft.firstPolicyVersionId);
  const row: typeof reports.$inferInsert & { severity: null; version: number } = {
    id,
    reference: newReference(policy.referencePrefix),
    programId: policy.programId,
    reporterId: account,
    guestCodeHash: guestCodeHash,
    urgentAt: urgent ? tx.now : null,
    releasedAt: null,
    readers: null,
    draftId: draft.id,
    channel,
    state: "received",
    stateSince: tx.now,
    policyVersionId: policy.id,
    firstPolicyVersionId: firstVersion.id,
    calendarVersionId: policy.calendarVersionId,
    receivedAt: tx.now,
    dataKey: wrappedDataKey,
    noteKey: newWrappedKey(ring(), noteKeyOwner(id)).wrapped,
    titleSealed: sealText(dataKey, titlePlace(id), urgent ? URGENT_TITLE : titleShown(answers)),
    answersSealed: sealJson(dataKey, answersPlace(id), salted),
    severity: null,
    flags: [...(urgent ? ["urgent"] : []), ...flags, ...flagsOf(answers)],
    nextDueAt: tx.now,
    reporterAt: tx.now,
    version: 1,
  };
  const loaded = { row: row as typeof reports.$inferSelect, runs: [] as ClockRun[], pinned: policy, dataKey };
  const effects = moveClocks(tx, loaded, { kind: "received" });
  if (urgent) effects.push(...moveClocks(tx, loaded, { kind: "exposure_raised" }));
  const stored = { ...row, nextDueAt: nextDueAt(loaded.runs) };
  const reference = await insertReport(tx, stored, policy.referencePrefix);
  loaded.row.reference = reference;
  await storeClocks(tx, loaded, effects);

  const assessment = reporterAssessment(answers);
  const creditId = v7();
  await recordReportEvents(tx, id, [
    {
      type: "report.received",
      channel,
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
    wishedSealed: sealWished(dataKey, id, creditId, wishOf(answers), {
      text: answers.creditText ?? "",
      organisation: answers.creditOrg ?? "",
      url: answers.creditUrl ?? "",
      roles: [creditRole(answers)],
    }),
    consent: "pending",
    createdAt: tx.now,
    updatedAt: tx.now,
  });

  const files = await attachToReport(tx, draft.id, id);
  await indexReport(tx, loaded.row, salted);
  const key = await currentReceiptKey(tx);
  const json = signReceipt(
    {
      type: "report-receipt",
      portal: key.portal,
      program: policy.programSlug,
      reference,
      receivedAt: tx.now.toISOString(),
      channel,
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

  await enqueue(current, "assign_report", [{ payload: { reportId: id }, key: `assign:${id}` }]);
  await tell(current, loaded, urgent ? "urgent" : "received", { reporterHears: acknowledged });
  return { reference };
}

function flagsOf(answers: Answers): string[] {
  const flags: string[] = [];
  if ((answers.outOfScope ?? []).some((id) => id !== "none")) flags.push("out_of_scope_ticked");
  if (answers.conduct === "differently") flags.push("conduct_differently");
  if (answers.exposed === "yes") flags.push("data_exposed");
  if (answers.exploited === "yes") flags.push("exploited");
  if (answers.alreadyPublic === "yes") flags.push("already_public");
  if (answers.cveId) flags.push("cve");
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

/** How the reporter rates it, when the answers say. */
export function reporterAssessment(answers: Answers) {
  const cwe = weaknessNumbers(answers);
  if (answers.cvss) {
    const { vector, score, band } = scoreVector(answers.cvss);
    return { severity: band as Severity, vector, score, cwe };
  }
  const chosen = (["none", "low", "medium", "high", "critical"] as const).find((band) => band === answers.severity);
  if (chosen) return { severity: chosen, vector: null, score: null, cwe };
  return null;
}
