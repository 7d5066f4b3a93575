import "server-only";
import { and, eq, isNull, notInArray } from "drizzle-orm";
import { memberships, policyLessons, reports, reportWatchers } from "@/db/schema";
import { accountOf, can, readsBy } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import type { ReportEventInput } from "@/lib/ledger/report-events";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { memberHandle } from "../member-handle";
import { familyOf, loadReport, type ReportRow } from "./loaded";
import { storeReason } from "./notes";

const FASTER = "Somebody was faster. Nothing of yours was applied; look at the report again first.";

/** `readers`: handles of those who alone shall read it, or null for the whole team. `version`: of the report as shown. */
export type RestrictionInput = {
  readers: readonly string[] | null;
  version: number;
  /** Why, for those who read it: kept as an internal note. */
  reason: string;
};

/**
 * Restricts a report, and what it was split from or into, to named people of the team, whoever does so among them; or
 * opens it to the team again. For everybody else of the staff it then does not exist.
 * Errors: NOT_FOUND, FORBIDDEN (a coordinator's act), INVALID (no reason; who has no reading role), CONFLICT (somebody was faster).
 */
export async function restrictReport(ctx: Context, reference: string, input: RestrictionInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadReport(tx, reference);
    if (!can(tx.actor, "report.restrict", row)) {
      throw forbidden("Only a coordinator of this program can say who reads a report.");
    }
    if (row.version !== input.version) throw conflict(FASTER);
    if (input.reason.trim() === "") throw invalid("There is a problem", { reason: ["Write why"] });
    const readers = input.readers === null ? null : await readersNamed(tx, row, input.readers);
    if (sameReaders(row.readers, readers)) return;
    await recordReportEvents(tx, row.id, [await storeReason(tx, { row }, input.reason)]);
    for (const relative of await familyOf(tx, row)) await restrict(tx, relative, readers);
  });
}

async function restrict(tx: Transaction, row: ReportRow, readers: string[] | null): Promise<void> {
  const dropped = row.assigneeId !== null && readers !== null && !readers.includes(row.assigneeId);
  const [updated] = await tx.db
    .update(reports)
    .set({ readers, version: row.version + 1, ...(dropped ? { assigneeId: null } : {}) })
    .where(and(eq(reports.id, row.id), eq(reports.version, row.version)))
    .returning({ version: reports.version });
  if (!updated) throw conflict(FASTER);
  const events: ReportEventInput[] =
    readers === null ? [{ type: "report.unrestricted" }] : [{ type: "report.restricted", readers }];
  if (readers !== null) {
    const left = await tx.db
      .delete(reportWatchers)
      .where(and(eq(reportWatchers.reportId, row.id), notInArray(reportWatchers.accountId, readers)))
      .returning({ accountId: reportWatchers.accountId });
    events.push(...left.map(({ accountId }) => ({ type: "watch.ended" as const, accountId })));
  }
  if (dropped) events.push({ type: "report.assigned", assigneeId: null });
  // A lesson tells its reference to the policy owner.
  if (readers !== null) {
    const lessons = await tx.db.delete(policyLessons).where(eq(policyLessons.reportId, row.id)).returning();
    if (lessons.length > 0) events.push({ type: "lesson.marked", marked: false });
  }
  await recordReportEvents(tx, row.id, events);
}

/** The accounts behind the handles, with that of whoever asks. */
async function readersNamed(tx: Transaction, row: ReportRow, handles: readonly string[]): Promise<string[]> {
  const team = await tx.db
    .select({ accountId: memberships.accountId, role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.programId, row.programId), isNull(memberships.endedAt)));
  const able = team.filter(
    (member) => member.accountId !== row.reporterId && readsBy(member, { ...row, readers: null }),
  );
  const readers = new Set<string>();
  for (const handle of handles) {
    const found = able.find(({ accountId }) => memberHandle(accountId) === handle);
    if (!found) throw invalid("There is a problem", { readers: ["Select people of the team who read reports"] });
    readers.add(found.accountId);
  }
  const account = accountOf(tx.actor);
  if (account !== null) readers.add(account);
  return [...readers].sort();
}

function sameReaders(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return a === null || b === null ? a === b : [...a].sort().join() === [...b].sort().join();
}
