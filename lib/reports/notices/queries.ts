import "server-only";
import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { reportDrafts, reports } from "@/db/schema";
import { isReporterOf } from "@/lib/auth/policy";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";

/** The draft of the full report that may still follow an urgent notice, for its reporter; null for everybody else. */
export async function draftOfNotice(
  tx: Transaction,
  reference: string,
): Promise<typeof reportDrafts.$inferSelect | null> {
  const [found] = await tx.db
    .select({ report: reports, draft: reportDrafts })
    .from(reports)
    .innerJoin(reportDrafts, eq(reportDrafts.id, reports.draftId))
    .where(and(eq(reports.reference, reference), isNotNull(reports.urgentAt), isNull(reportDrafts.submittedAt)));
  return found && isReporterOf(tx.actor, found.report) ? found.draft : null;
}

/** Whether the reporter of an urgent notice can still complete it. */
export function canComplete(ctx: Context, reference: string): Promise<boolean> {
  return inTransaction(ctx, async (tx) => (await draftOfNotice(tx, reference)) !== null);
}
