import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { memberships, programs, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { memberHandle } from "../member-handle";
import { loadReport, type ReportRow } from "./loaded";

/** `assignee` is the handle of somebody of the team, or null for nobody. `version`: of the report as shown. */
export type AssignInput = { assignee: string | null; version: number };

/**
 * Gives a report to somebody of the team who may read it, or to nobody.
 * Errors: NOT_FOUND, FORBIDDEN, INVALID (who may not read it), CONFLICT (somebody was faster).
 */
export async function assignReport(ctx: Context, reference: string, input: AssignInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadReport(tx, reference);
    if (!can(tx.actor, "report.assign", row)) {
      throw forbidden("Only a triager or coordinator of this program can do this.");
    }
    if (row.version !== input.version) {
      throw conflict("Somebody was faster. Nothing of yours was applied; look at the report again first.");
    }
    const assigneeId = input.assignee === null ? null : await carrierOf(tx, input.assignee, row);
    if (row.assigneeId === assigneeId) return;
    const [updated] = await tx.db
      .update(reports)
      .set({ assigneeId, version: row.version + 1 })
      .where(and(eq(reports.id, row.id), eq(reports.version, row.version)))
      .returning({ version: reports.version });
    if (!updated) throw conflict("Somebody was faster. Nothing of yours was applied; look at the report again first.");
    await recordReportEvents(tx, row.id, [{ type: "report.assigned", assigneeId }]);
  });
}

/** The account behind a handle, when it stands on the staff's side of this report with the roles it has now. */
async function carrierOf(tx: Transaction, handle: string, row: ReportRow): Promise<string> {
  const roles = await tx.db
    .select({ accountId: memberships.accountId, programSlug: programs.slug, role: memberships.role })
    .from(memberships)
    .innerJoin(programs, eq(programs.id, memberships.programId))
    .where(and(eq(memberships.programId, row.programId), isNull(memberships.endedAt)));
  const found = roles.find(({ accountId, programSlug, role }) => {
    const membership = { programId: row.programId, programSlug, role };
    return (
      memberHandle(accountId) === handle &&
      can({ kind: "staff", accountId, memberships: [membership] }, "report.assign", row)
    );
  });
  if (!found) throw invalid("There is a problem", { assignee: ["Select somebody of the team who reads this report"] });
  return found.accountId;
}
