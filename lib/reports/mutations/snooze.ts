import "server-only";
import { and, eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import type { ReportEventInput } from "@/lib/ledger/report-events";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { isAsleep, type SnoozeInput, snoozedUntil, snoozeObstacle } from "../snoozing";
import { loadReport, type ReportRow } from "./loaded";

const FASTER = "Somebody was faster. Nothing of yours was applied; look at the report again first.";

/**
 * Puts a report aside for the whole team: it leaves the triage queue until its time, or until its reporter writes.
 * No clock stands still. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (closed, or somebody was faster).
 */
export async function snoozeReport(ctx: Context, reference: string, input: SnoozeInput): Promise<{ until: string }> {
  return inTransaction(ctx, async (tx) => {
    const { row, pinned } = await loadReport(tx, reference);
    judge(tx, row, input.version);
    const obstacle = snoozeObstacle(row.state);
    if (obstacle !== null) throw conflict(obstacle);
    const until = snoozedUntil(input.snooze, tx.now, pinned.calendar.zone);
    const set = { snoozedUntil: until, snoozedAt: tx.now, snoozedBy: accountOf(tx.actor) };
    await store(tx, row, set, { type: "report.snoozed", snooze: input.snooze, until: until.toISOString() });
    return { until: until.toISOString() };
  });
}

/** Takes a report back before its time. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (it is back already, or somebody was faster). */
export async function wakeReport(ctx: Context, reference: string, input: { version: number }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadReport(tx, reference);
    judge(tx, row, input.version);
    if (!isAsleep(row, tx.now)) throw conflict("This report is back already.");
    await store(tx, row, { snoozedUntil: null, snoozedAt: null, snoozedBy: null }, { type: "report.woken" });
  });
}

function judge(tx: Transaction, row: ReportRow, version: number): void {
  if (!can(tx.actor, "report.snooze", row)) {
    throw forbidden("Only a triager or coordinator of this program can do this.");
  }
  if (row.version !== version) throw conflict(FASTER);
}

async function store(
  tx: Transaction,
  row: ReportRow,
  set: Pick<ReportRow, "snoozedUntil" | "snoozedAt" | "snoozedBy">,
  event: ReportEventInput,
): Promise<void> {
  const [updated] = await tx.db
    .update(reports)
    .set({ ...set, version: row.version + 1 })
    .where(and(eq(reports.id, row.id), eq(reports.version, row.version)))
    .returning({ version: reports.version });
  if (!updated) throw conflict(FASTER);
  await recordReportEvents(tx, row.id, [event]);
}
