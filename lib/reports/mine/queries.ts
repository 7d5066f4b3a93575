import "server-only";
import { and, desc, eq, lt, or } from "drizzle-orm";
import { readMarks, reports } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { titlePlace } from "@/lib/reports/places";
import { nextFor } from "@/lib/reports/queries";
import { plainStatus, waitingOn } from "@/lib/reports/reporter-status";
import type { MyReportRow } from "@/lib/reports/types";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { clockStatus } from "@/lib/sla/status";
import { decodeCursor, encodeCursor } from "@/lib/triage/cursor";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";

const PAGE_SIZE = 50;

/** The actor's own reports, newest first. Errors: NOT_FOUND for somebody without an account. */
export async function listMyReports(
  ctx: Context,
  input: { after?: string },
): Promise<{ rows: MyReportRow[]; next: string | null; now: string }> {
  const account = accountOf(ctx.actor);
  if (account === null) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const cursor = decodeCursor(input.after);
    const rows = await tx.db
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
        readAt: readMarks.readAt,
        runs: runsColumn,
      })
      .from(reports)
      .leftJoin(readMarks, and(eq(readMarks.reportId, reports.id), eq(readMarks.accountId, account)))
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
    const page = rows.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    const shown: MyReportRow[] = [];
    for (const row of page) {
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      const key = unwrapKey(ring(), row.dataKey, row.id);
      const statuses = runsOf(row.runs).map((run) => clockStatus(run, pinned.calendar, tx.now));
      shown.push({
        reference: row.reference,
        programName: pinned.document.organisation.tradeName,
        title: openText(key, titlePlace(row.id), row.titleSealed),
        status: plainStatus(row.state, row.resolution),
        waitingOn: waitingOn(row),
        nextUpdateBy: nextFor(statuses),
        zone: pinned.calendar.zone,
        receivedAt: row.receivedAt.toISOString(),
        unread: row.staffPublicAt !== null && (row.readAt === null || row.readAt < row.staffPublicAt),
      });
    }
    return {
      rows: shown,
      next: last && rows.length > PAGE_SIZE ? encodeCursor({ at: last.receivedAt, id: last.id }) : null,
      now: tx.now.toISOString(),
    };
  });
}
