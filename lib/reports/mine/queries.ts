import "server-only";
import { and, desc, eq, lt, or } from "drizzle-orm";
import { ownReferences, readMarks, reports } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { ownReferencePlace, titlePlace } from "@/lib/reports/places";
import { plainStatus, waitingOn } from "@/lib/reports/reporter-status";
import type { MyReportRow } from "@/lib/reports/types";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { nextFor } from "@/lib/sla/next";
import { runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { clockStatus } from "@/lib/sla/status";
import { type Cursor, decodeCursor, encodeCursor } from "@/lib/triage/cursor";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";
import { isShown, type MineFilter } from "./schema";

const PAGE_SIZE = 50;
/** What names a report is sealed, so that a filter opens one after the other: at most as many at a time. */
const OPENED_AT_MOST = 1000;
const EVERYTHING: MineFilter = { show: "all", find: "" };

/** The actor's own reports, newest first. Errors: NOT_FOUND for somebody without an account. */
export async function listMyReports(
  ctx: Context,
  input: { after?: string; filter?: MineFilter },
): Promise<{ rows: MyReportRow[]; next: string | null; now: string }> {
  const account = accountOf(ctx.actor);
  if (account === null) throw notFound();
  const { filter = EVERYTHING } = input;
  return inTransaction(ctx, async (tx) => {
    let cursor = decodeCursor(input.after);
    const shown: MyReportRow[] = [];
    let more = true;
    for (let opened = 0; more && shown.length < PAGE_SIZE && opened < OPENED_AT_MOST; opened += PAGE_SIZE) {
      const rows = await rowsAfter(tx, account, cursor);
      more = rows.length > PAGE_SIZE;
      for (const row of rows.slice(0, PAGE_SIZE)) {
        // A page that is full ends here, in the middle of what was read.
        if (shown.length === PAGE_SIZE) {
          more = true;
          break;
        }
        cursor = { at: row.receivedAt, id: row.id };
        const view = await viewOf(tx, row);
        if (isShown(view, filter)) shown.push(view);
      }
    }
    return { rows: shown, next: more && cursor ? encodeCursor(cursor) : null, now: tx.now.toISOString() };
  });
}

function rowsAfter(tx: Transaction, account: string, cursor: Cursor | null) {
  return tx.db
    .select({
      id: reports.id,
      reference: reports.reference,
      state: reports.state,
      resolution: reports.resolution,
      appealOpen: reports.appealOpen,
      receivedAt: reports.receivedAt,
      staffPublicAt: reports.staffPublicAt,
      policyVersionId: reports.policyVersionId,
      dataKey: reports.dataKey,
      titleSealed: reports.titleSealed,
      ownSealed: ownReferences.bodySealed,
      readAt: readMarks.readAt,
      runs: runsColumn,
    })
    .from(reports)
    .leftJoin(readMarks, and(eq(readMarks.reportId, reports.id), eq(readMarks.accountId, account)))
    .leftJoin(ownReferences, eq(ownReferences.reportId, reports.id))
    .where(
      and(
        eq(reports.reporterId, account),
        cursor
          ? or(lt(reports.receivedAt, cursor.at), and(eq(reports.receivedAt, cursor.at), lt(reports.id, cursor.id)))
          : undefined,
      ),
    )
    .orderBy(desc(reports.receivedAt), desc(reports.id))
    .limit(PAGE_SIZE + 1);
}

async function viewOf(tx: Transaction, row: Awaited<ReturnType<typeof rowsAfter>>[number]): Promise<MyReportRow> {
  const pinned = await pinnedPolicy(tx, row.policyVersionId);
  const key = unwrapKey(ring(), row.dataKey, row.id);
  const statuses = runsOf(row.runs).map((run) => clockStatus(run, pinned.calendar, tx.now));
  return {
    reference: row.reference,
    ownReference: row.ownSealed === null ? "" : openText(key, ownReferencePlace(row.id), row.ownSealed),
    programName: pinned.document.organisation.tradeName,
    title: openText(key, titlePlace(row.id), row.titleSealed),
    status: plainStatus(row.state, row.resolution),
    waitingOn: waitingOn(row),
    nextUpdateBy: nextFor(statuses),
    zone: pinned.calendar.zone,
    receivedAt: row.receivedAt.toISOString(),
    unread: row.staffPublicAt !== null && (row.readAt === null || row.readAt < row.staffPublicAt),
  };
}
