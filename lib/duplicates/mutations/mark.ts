import "server-only";
import { eq, inArray } from "drizzle-orm";
import { reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { invalid, notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { loadReport, type ReportRow } from "@/lib/reports/mutations/loaded";
import { applyMove, judgeMove } from "@/lib/reports/mutations/move";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { markingProblem } from "../marking";
import type { MarkInput } from "../schema";

/**
 * Declines a report as a duplicate of an earlier one. Threads, files and credit stay apart; the reporter is told in the
 * given words and then reads how far the original comes. Errors: NOT_FOUND (either is not visible), FORBIDDEN, CONFLICT
 * (somebody was faster, or it was decided), INVALID (the other came later; a text is missing).
 */
export async function markDuplicate(ctx: Context, reference: string, input: MarkInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const held = await both(tx, reference, input.other);
    const report = await loadReport(tx, reference);
    const move = { ...input, move: "reject" as const, resolution: "duplicate" as const, reason: "" };
    await judgeMove(tx, report, move);
    const problem = markingProblem(report.row, held.other);
    if (problem !== null) throw invalid("There is a problem", { other: [problem] });
    // Of a duplicate's duplicate the first report is the original.
    const originalId = held.other.duplicateOf ?? held.other.id;
    await applyMove(tx, report, move);
    await tx.db.update(reports).set({ duplicateOf: originalId }).where(eq(reports.id, report.row.id));
    await pastRowSecurity(tx, () =>
      tx.db.update(reports).set({ duplicateOf: originalId }).where(eq(reports.duplicateOf, report.row.id)),
    );
    await recordReportEvents(tx, report.row.id, [{ type: "duplicate.marked", originalId }]);
  });
}

/** Two reports that the actor reads as staff, locked in one order so that nobody waits for the other in a ring. */
export async function both(
  tx: Transaction,
  reference: string,
  other: string,
): Promise<{ mine: ReportRow; other: ReportRow }> {
  const rows = await tx.db
    .select()
    .from(reports)
    .where(inArray(reports.reference, [reference, other]))
    .orderBy(reports.id)
    .for("no key update");
  const of = (wanted: string) => {
    const row = rows.find((one) => one.reference === wanted);
    if (!row || !can(tx.actor, "report.read", row)) throw notFound();
    return row;
  };
  const found = { mine: of(reference), other: of(other) };
  if (!can(tx.actor, "report.handle", found.other)) throw notFound();
  return found;
}
