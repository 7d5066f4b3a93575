import "server-only";
import { eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { forbidden } from "@/lib/errors";
import { pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { sealText } from "@/lib/vault/seal";
import type { Answers } from "../form/answers";
import { titlePlace } from "../places";
import { titleShown } from "../protection";
import { applyAddition } from "./add";
import { type LoadedReport, loadReport } from "./loaded";

/** The notice that this draft has become, locked; null when it has not, FORBIDDEN when it is no longer its sender's. */
export async function noticeOf(tx: Transaction, draftId: string): Promise<LoadedReport | null> {
  const find = () => tx.db.select({ reference: reports.reference }).from(reports).where(eq(reports.draftId, draftId));
  const [row] = await find();
  if (row) return loadReport(tx, row.reference);
  const hidden = await pastRowSecurity(tx, find);
  if (hidden.length === 0) return null;
  throw forbidden(
    "This completes an urgent notice that is not open in this browser. Open it with its receipt code under “Follow a report”, then come back and send; the draft is kept.",
  );
}

/** The full report that follows a notice: an addition under the same reference, never a second report. */
export async function completeNotice(
  tx: Transaction,
  report: LoadedReport,
  answers: Answers,
): Promise<{ reference: string }> {
  const { row, dataKey } = report;
  await applyAddition(tx, report, { answers });
  if (answers.title) {
    await tx.db
      .update(reports)
      .set({ titleSealed: sealText(dataKey, titlePlace(row.id), titleShown(answers)) })
      .where(eq(reports.id, row.id));
  }
  return { reference: row.reference };
}
