import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { memberships, reportWatchers } from "@/db/schema";
import { accountOf, can, readsBy } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { memberHandle } from "@/lib/reports/member-handle";
import type { ReportRow } from "@/lib/reports/mutations/loaded";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { loadHandled } from "./load";

/**
 * Follows a report: oneself, or for a coordinator anybody of the team who reads it.
 * Errors: NOT_FOUND, FORBIDDEN, INVALID (who does not read it), CONFLICT (they follow it already).
 */
export async function watchReport(ctx: Context, reference: string, input: { who: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadHandled(tx, reference);
    const accountId = await meant(tx, row, input.who);
    const added = await tx.db
      .insert(reportWatchers)
      .values({ reportId: row.id, accountId, since: tx.now })
      .onConflictDoNothing()
      .returning({ accountId: reportWatchers.accountId });
    if (added.length === 0) throw conflict("They follow this report already.");
    await recordReportEvents(tx, row.id, [{ type: "watch.started", accountId }]);
  });
}

/** Follows it no longer. Errors: as above; CONFLICT (they do not follow it). */
export async function unwatchReport(ctx: Context, reference: string, input: { who: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadHandled(tx, reference);
    const watching = await tx.db
      .select({ accountId: reportWatchers.accountId })
      .from(reportWatchers)
      .where(eq(reportWatchers.reportId, row.id));
    const self = accountOf(tx.actor);
    const found = watching.find(({ accountId }) =>
      input.who === "" ? accountId === self : memberHandle(accountId) === input.who,
    );
    if (!found) throw conflict("They do not follow this report.");
    if (found.accountId !== self) mayNameOthers(tx, row);
    await tx.db
      .delete(reportWatchers)
      .where(and(eq(reportWatchers.reportId, row.id), eq(reportWatchers.accountId, found.accountId)));
    await recordReportEvents(tx, row.id, [{ type: "watch.ended", accountId: found.accountId }]);
  });
}

function mayNameOthers(tx: Transaction, row: ReportRow): void {
  if (can(tx.actor, "report.name_watcher", row)) return;
  throw forbidden("Only a coordinator of this program can say who else follows a report.");
}

async function meant(tx: Transaction, row: ReportRow, who: string): Promise<string> {
  const self = accountOf(tx.actor);
  if (self !== null && (who === "" || who === memberHandle(self))) return self;
  mayNameOthers(tx, row);
  const team = await tx.db
    .select({ accountId: memberships.accountId, role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.programId, row.programId), isNull(memberships.endedAt)));
  const found = team.find(
    (member) => member.accountId !== row.reporterId && readsBy(member, row) && memberHandle(member.accountId) === who,
  );
  if (!found) throw invalid("There is a problem", { who: ["Select somebody of the team who reads this report"] });
  return found.accountId;
}
