import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { redactions, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { reindexReport } from "@/lib/search/mutations";
import { ring } from "@/lib/vault/ring";
import { openJson, sealJson, sealText, unwrapKey } from "@/lib/vault/seal";
import { answersPlace, redactionPlace, titlePlace } from "../places";
import { type RedactionInput, redactableAnswers, WITHHELD_TITLE } from "../redaction";
import { readStored } from "../salted";
import { familyOf, loadReport, type ReportRow } from "./loaded";
import { tell } from "./tell";

/**
 * Withholds one answer for good: its value and salt are gone from the report, and from those that were split from it, and
 * the receipt's commitment to it stays, so that everything else still verifies. Reason and time are kept and shown to both
 * sides. Errors: NOT_FOUND, FORBIDDEN (a coordinator's act), INVALID (no such answer), CONFLICT (withheld already).
 */
export async function redactAnswer(ctx: Context, reference: string, input: RedactionInput): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    if (!can(tx.actor, "report.redact", report.row)) {
      throw forbidden("Only a coordinator of this program can withhold an answer.");
    }
    if (!redactableAnswers(report.pinned.document).some(({ key }) => key === input.key)) {
      throw invalid("There is a problem", { key: ["This answer cannot be withheld"] });
    }
    const [done] = await tx.db
      .select({ id: redactions.id })
      .from(redactions)
      .where(and(eq(redactions.reportId, report.row.id), eq(redactions.answerKey, input.key)));
    if (done) throw conflict("This answer is withheld already.");
    if (!(await removeAnswer(tx, report.row, input))) {
      throw invalid("There is a problem", { key: ["The reporter gave no such answer"] });
    }
    for (const relative of await familyOf(tx, report.row)) {
      if (relative.id !== report.row.id) await removeAnswer(tx, relative, input);
    }
    await tell(tx, report, "status");
  });
}

/** Removes an answer of one report for good; whether the actor may has been judged. False when it has no such answer. */
export async function removeAnswer(
  tx: Transaction,
  row: ReportRow,
  { key, reason }: Pick<RedactionInput, "key" | "reason">,
): Promise<boolean> {
  const dataKey = unwrapKey(ring(), row.dataKey, row.id);
  const { salted } = readStored(openJson(dataKey, answersPlace(row.id), row.answersSealed));
  if (!Object.hasOwn(salted, key)) return false;
  const { [key]: _, ...rest } = salted;
  await tx.db
    .update(reports)
    .set({
      answersSealed: sealJson(dataKey, answersPlace(row.id), rest),
      ...(key === "title" ? { titleSealed: sealText(dataKey, titlePlace(row.id), WITHHELD_TITLE) } : {}),
      staffPublicAt: tx.now,
      version: row.version + 1,
    })
    .where(eq(reports.id, row.id));
  await reindexReport(tx, row, dataKey, rest);
  const id = v7();
  await tx.db.insert(redactions).values({
    id,
    reportId: row.id,
    answerKey: key,
    reasonSealed: sealText(dataKey, redactionPlace(row.id, id), reason),
    redactedBy: accountOf(tx.actor),
    redactedAt: tx.now,
  });
  await recordReportEvents(tx, row.id, [{ type: "answer.redacted", answer: key, redactionId: id }]);
  return true;
}
