import "server-only";
import { and, eq, inArray, sql } from "drizzle-orm";
import { readMarks, reportHandling, reports, reportTags } from "@/db/schema";
import { watchReading } from "@/lib/audit/unusual/mutations";
import { accountOf } from "@/lib/auth/policy";
import { csvOf } from "@/lib/csv";
import { forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { currentRuns } from "@/lib/sla/current-runs";
import { runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { listedColumns, listedProgram, triageRow } from "../queries";

const HEADER = [
  "report",
  "received",
  "title",
  "product",
  "state",
  "resolution",
  "severity",
  "weaknesses",
  "next_due",
  "carried_by",
  "tags",
];

/**
 * Reports of a list as a table to take along, in the order of the selection; that each was taken out is an event of its
 * own, in the same transaction. Errors: NOT_FOUND (reads none of the program's reports), FORBIDDEN (second factor).
 */
export async function exportReports(
  ctx: Context,
  programSlug: string | undefined,
  references: readonly string[],
): Promise<string> {
  const program = listedProgram(ctx.actor, programSlug);
  return inTransaction(ctx, async (tx) => {
    if (tx.actor.kind === "staff" && !tx.actor.steppedUp) {
      throw forbidden("Give your second factor again to take reports out.");
    }
    const rows = await tx.db
      .select({
        ...listedColumns,
        runs: runsColumn,
        weaknesses: reportHandling.weaknesses,
        tags: sql<string[]>`(select coalesce(json_agg(t.tag order by t.tag), '[]'::json) from ${reportTags} t
          where t.report_id = ${reports.id})`,
      })
      .from(reports)
      .leftJoin(reportHandling, eq(reportHandling.reportId, reports.id))
      .leftJoin(
        readMarks,
        and(eq(readMarks.reportId, reports.id), eq(readMarks.accountId, accountOf(ctx.actor) ?? sql`null`)),
      )
      .where(and(eq(reports.programId, program.programId), inArray(reports.reference, [...references])));
    const lines: string[][] = [];
    for (const reference of references) {
      const row = rows.find((one) => one.reference === reference);
      if (!row) continue;
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      const shown = triageRow(row, pinned, currentRuns(runsOf(row.runs)), tx.now);
      const due = shown.clocks.filter(({ tookMs, state }) => tookMs === null && state !== "paused");
      lines.push([
        reference,
        shown.receivedAt,
        shown.title,
        shown.product,
        shown.stateLabel,
        shown.resolutionLabel ?? "",
        shown.severity ?? "",
        (row.weaknesses ?? []).map((id) => `CWE-${id}`).join(" "),
        due.map((clock) => clock.due).sort()[0] ?? "",
        shown.assignee ?? "",
        row.tags.join(" "),
      ]);
      await recordReportEvents(tx, row.id, [{ type: "report.exported" }]);
    }
    if (lines.length > 0) await watchReading(tx, program.programId, "exported");
    return csvOf([HEADER, ...lines]);
  });
}
