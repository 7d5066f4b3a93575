import "server-only";
import { eq, sql } from "drizzle-orm";
import { reportHandling, reports, reportWeaknesses } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden } from "@/lib/errors";
import { type LoadedReport, loadReport } from "@/lib/reports/mutations/loaded";
import type { Transaction } from "@/lib/request/transaction";

export const FASTER = "Somebody was faster. Nothing of yours was applied; look at the report again first.";
export const STAFF_ONLY = "Only a triager or coordinator of this program can do this.";

/** A report whose handling the actor may change. Errors: NOT_FOUND, FORBIDDEN. */
export async function loadHandled(tx: Transaction, reference: string): Promise<LoadedReport> {
  const report = await loadReport(tx, reference);
  if (!can(tx.actor, "report.handle", report.row)) throw forbidden(STAFF_ONLY);
  return report;
}

export type Handling = Omit<typeof reportHandling.$inferSelect, "reportId">;

/** The same with what is noted of it, at the revision that the page showed. Errors: CONFLICT besides. */
export async function loadHandling(
  tx: Transaction,
  reference: string,
  revision: number,
): Promise<LoadedReport & { handling: Handling }> {
  const report = await loadHandled(tx, reference);
  const [noted] = await tx.db.select().from(reportHandling).where(eq(reportHandling.reportId, report.row.id));
  const handling = noted ?? { weaknesses: [], versionsSealed: null, version: 0 };
  if (handling.version !== revision) throw conflict(FASTER);
  return { ...report, handling };
}

/** Notes a change of a report that is held for it, so that nobody comes between. */
export async function noteHandling(
  tx: Transaction,
  reportId: string,
  change: Partial<Pick<Handling, "weaknesses" | "versionsSealed">>,
): Promise<void> {
  await tx.db
    .insert(reportHandling)
    .values({ reportId, ...change })
    .onConflictDoUpdate({
      target: reportHandling.reportId,
      set: { ...change, version: sql`${reportHandling.version} + 1` },
    });
  if (!change.weaknesses) return;
  await tx.db.delete(reportWeaknesses).where(eq(reportWeaknesses.reportId, reportId));
  if (change.weaknesses.length === 0) return;
  const programId = sql`(select ${reports.programId} from ${reports} where ${reports.id} = ${reportId})`;
  await tx.db
    .insert(reportWeaknesses)
    .values([...new Set(change.weaknesses)].map((cwe) => ({ reportId, programId, cwe })));
}
