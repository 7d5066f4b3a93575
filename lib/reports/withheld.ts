import type { PolicyDocument } from "../policy/schema";
import { type DataKey, openText } from "../vault/seal";
import { redactionPlace } from "./places";
import { redactableAnswers, type WithheldAnswer } from "./redaction";

/** A row of `redactions` as a query aggregates it. */
export type StoredRedaction = { id: string; key: string; reason: string; at: string };

/** What was withheld from a report, with the reasons in the clear. */
export function withheldAnswers(
  rows: readonly StoredRedaction[],
  reportId: string,
  key: DataKey,
  document: PolicyDocument,
): WithheldAnswer[] {
  const labels = new Map<string, string>(redactableAnswers(document).map((field) => [field.key, field.label]));
  return rows.map((row) => ({
    key: row.key,
    label: labels.get(row.key) ?? row.key,
    reason: openText(key, redactionPlace(reportId, row.id), Buffer.from(row.reason, "base64")),
    at: new Date(row.at).toISOString(),
  }));
}
