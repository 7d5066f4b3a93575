import { type DataKey, openText } from "../vault/seal";
import { isSeverityShown } from "./assessment";
import { assessmentPlace } from "./places";
import type { ReportState, Resolution } from "./state";
import type { AssessmentView, ReporterReport } from "./types";

/** An assessment row as JSON gives it; the sealed reason in base64. */
export type StoredAssessment = Omit<AssessmentView, "reason"> & { id: string; reason: string | null };

/** The views of both sides, oldest first. */
export function assessmentViews(rows: readonly StoredAssessment[], reportId: string, key: DataKey): AssessmentView[] {
  return rows.map(({ id, reason, at, ...view }) => ({
    ...view,
    reason: reason === null ? null : openText(key, assessmentPlace(reportId, id), Buffer.from(reason, "base64")),
    at: new Date(at).toISOString(),
  }));
}

/** What the reporter reads of it: their own view always, ours once the report is confirmed. */
export function severityForReporter(
  report: { state: ReportState; resolution: Resolution | null },
  views: readonly AssessmentView[],
): ReporterReport["severity"] {
  const newest = (side: AssessmentView["by"]) => views.findLast(({ by }) => by === side) ?? null;
  return {
    theirs: newest("reporter"),
    ours: isSeverityShown(report.state, report.resolution) ? newest("staff") : null,
  };
}
