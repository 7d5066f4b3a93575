import type { PolicyDocument } from "../policy/schema";
import { type DataKey, openJson } from "../vault/seal";
import { type AdditionContent, fieldOf, keepsBytes, storedAdditionSchema } from "./additions";
import type { Answers } from "./form/answers";
import { reportSections, type SummarySection } from "./form/summary";
import { additionPlace } from "./places";
import type { AdditionView } from "./types";

/** A stored addition as one statement reads it with its report. */
export type StoredAddition = { id: string; publicId: string; body: string; at: string };

/** What was added, oldest first. `sections` says which of further answers the reader may see. */
export function additionViews(
  rows: readonly StoredAddition[],
  reportId: string,
  key: DataKey,
  document: PolicyDocument,
  sections: (answers: Answers) => SummarySection[] = (answers) => reportSections(document, answers),
): AdditionView[] {
  return rows.map((row) => {
    const { value } = openAddition(row, reportId, key);
    return {
      id: row.publicId,
      at: new Date(row.at).toISOString(),
      ...("answers" in value
        ? { about: null, text: null, sections: withoutBlanks(sections(value.answers)) }
        : {
            about: value.about === null ? null : (fieldOf(document, value.about)?.label ?? value.about),
            text: {
              kind:
                value.about !== null && keepsBytes(document, value.about) ? ("raw" as const) : ("markdown" as const),
              text: value.text,
            },
            sections: [],
          }),
    };
  });
}

export function openAddition(
  row: Pick<StoredAddition, "id" | "body">,
  reportId: string,
  key: DataKey,
): { value: AdditionContent; salt: string } {
  return storedAdditionSchema.parse(openJson(key, additionPlace(reportId, row.id), Buffer.from(row.body, "base64")));
}

function withoutBlanks(sections: readonly SummarySection[]): SummarySection[] {
  return sections
    .map((section) => ({ ...section, rows: section.rows.filter(({ value }) => value.kind !== "blank") }))
    .filter(({ rows }) => rows.length > 0);
}
