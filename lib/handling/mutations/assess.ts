import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { assessments, reports } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { conflict, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { isSeverityShown, reasonMissing } from "@/lib/reports/assessment";
import { latestAssessments } from "@/lib/reports/mutations/assessments";
import { tell } from "@/lib/reports/mutations/tell";
import { assessmentPlace } from "@/lib/reports/places";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { readRating } from "@/lib/severity/rating";
import { sealText } from "@/lib/vault/seal";
import type { AssessInput } from "../schema";
import { FASTER, loadHandled } from "./load";

/**
 * Rates a report by the team's own view, beside the reporter's, which never changes. Told to the reporter once the
 * report is confirmed. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (somebody was faster), INVALID (the vector; a reason is missing).
 */
export async function assessReport(ctx: Context, reference: string, input: AssessInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadHandled(tx, reference);
    const { row } = report;
    if (row.version !== input.version) throw conflict(FASTER);
    const read = readRating(input);
    if (!read.ok) throw invalid("There is a problem", { [read.field]: [read.message] });
    const { theirs, ours } = await latestAssessments(tx, row.id);
    const missing = reasonMissing(read.rating, { reason: input.reason, theirs, before: ours });
    if (missing !== null) throw invalid("There is a problem", { reason: [missing] });
    const shown = isSeverityShown(row.state, row.resolution);
    const id = v7();
    await tx.db.insert(assessments).values({
      id,
      reportId: row.id,
      by: "staff",
      authorId: accountOf(tx.actor),
      ...read.rating,
      cwe: [],
      reasonSealed: input.reason === "" ? null : sealText(report.dataKey, assessmentPlace(row.id, id), input.reason),
      createdAt: tx.now,
    });
    const [updated] = await tx.db
      .update(reports)
      .set({
        severity: read.rating.severity,
        version: row.version + 1,
        ...(shown ? { staffPublicAt: tx.now } : {}),
      })
      .where(and(eq(reports.id, row.id), eq(reports.version, row.version)))
      .returning({ version: reports.version });
    if (!updated) throw conflict(FASTER);
    await recordReportEvents(tx, row.id, [{ type: "report.assessed", by: "staff", ...read.rating, cwe: [], shown }]);
    if (shown) await tell(tx, report, "status");
  });
}
