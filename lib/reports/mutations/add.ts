import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { reportAdditions, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { answerLeaf, newSalt } from "@/lib/receipts/leaves";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { searchedAddition } from "@/lib/search/answers";
import { indexText } from "@/lib/search/mutations";
import { openJson, sealJson } from "@/lib/vault/seal";
import { type AdditionContent, type AdditionInput, judgeAddition } from "../additions";
import { additionPlace, answersPlace } from "../places";
import { readStored } from "../salted";
import { type LoadedReport, loadReport } from "./loaded";
import { applyMove } from "./move";
import { tell } from "./tell";

/** What the portal answers after something was added. */
export type Added = { additionId: string };

/**
 * Adds information to a report that was sent: kept with its time beside the answers, which never change.
 * Sent twice with one key, it is one addition. While a question waits, it answers that question.
 * Errors: NOT_FOUND, FORBIDDEN (staff), CONFLICT (closed), INVALID.
 */
export async function addInformation(ctx: Context, reference: string, input: AdditionInput): Promise<Added> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { row, dataKey, pinned } = report;
    if (!can(tx.actor, "report.add", row)) throw forbidden("Only the reporter adds to a report.");
    const before = await alreadyAdded(tx, row.id, input.idempotencyKey);
    if (before !== null) return before;
    const { answers } = readStored(openJson(dataKey, answersPlace(row.id), row.answersSealed));
    const judged = judgeAddition(pinned.document, answers, input);
    if (!judged.ok) throw invalid("There is a problem", judged.fieldErrors);
    return applyAddition(tx, report, judged.content, input.idempotencyKey);
  });
}

/**
 * An addition inside a transaction that has already loaded the report and judged that the actor may add to it:
 * a text, or the answers of the form that follow an urgent notice. CONFLICT when the report is closed.
 */
export async function applyAddition(
  tx: Transaction,
  report: LoadedReport,
  content: AdditionContent,
  idempotencyKey?: string,
): Promise<Added> {
  const { row } = report;
  if (row.state === "closed") {
    throw conflict("This report is closed, so nothing can be added to it. Write a message to the team instead.");
  }
  const id = v7();
  const additionId = randomBytes(16).toString("base64url");
  const salted = { value: content, salt: newSalt() };
  await tx.db.insert(reportAdditions).values({
    id,
    reportId: row.id,
    publicId: additionId,
    authorId: accountOf(tx.actor),
    bodySealed: sealJson(report.dataKey, additionPlace(row.id, id), salted),
    idempotencyKey: idempotencyKey ?? null,
    addedAt: tx.now,
  });
  await indexText(
    tx,
    row,
    searchedAddition(content).map(({ text }) => text),
  );
  await recordReportEvents(tx, row.id, [
    {
      type: "report.added",
      additionId,
      about: "about" in content ? content.about : null,
      commitment: answerLeaf(salted),
    },
  ]);
  if (row.state === "needs_info") {
    await applyMove(tx, report, { move: "give_information", version: row.version, text: "", reason: "" });
    return { additionId };
  }
  await tx.db.update(reports).set({ reporterAt: tx.now }).where(eq(reports.id, row.id));
  await tell(tx, report, "addition", { anchor: `a-${additionId}` });
  return { additionId };
}

async function alreadyAdded(tx: Transaction, reportId: string, key: string | undefined): Promise<Added | null> {
  if (!key) return null;
  const [row] = await tx.db
    .select({ additionId: reportAdditions.publicId })
    .from(reportAdditions)
    .where(and(eq(reportAdditions.reportId, reportId), eq(reportAdditions.idempotencyKey, key)));
  return row ?? null;
}
