import type { PolicyDocument } from "../../policy/schema";
import type { AnswerKey, Answers, Step } from "./answers";
import { type Field, isAsked } from "./fields";
import { reportForm } from "./report-form";

/** An answer as a page shows it. `raw` and `markdown` are text of the reporter: never HTML. */
export type SummaryValue =
  | { kind: "text"; text: string }
  | { kind: "markdown"; text: string }
  | { kind: "raw"; text: string }
  | { kind: "list"; items: string[] }
  /** Addresses, shown as text and never fetched. */
  | { kind: "addresses"; items: string[] }
  | { kind: "blank" };

export type SummaryRow = { key: AnswerKey; label: string; value: SummaryValue; nudged: boolean };
export type SummarySection = { step: Step; title: string; rows: SummaryRow[] };

/** Every question that was asked, with its answer, in the sections of the form. Skipped ones are there as blank. */
export function reportSections(document: PolicyDocument, answers: Answers): SummarySection[] {
  return reportForm(document).map(({ step, title, fields }) => ({
    step,
    title,
    rows: fields
      .filter((field) => isAsked(field, answers))
      .filter((field) => !isTickOfAnother(field, fields) || answers[field.name] === "yes")
      .map((field) => ({
        key: field.name,
        label: field.label,
        value: valueShown(field, answers[field.name]),
        nudged: field.need === "nudged" && !isCovered(field, answers),
      })),
  }));
}

/** The blank answers that would help most. */
export function helpfulBlanks(sections: readonly SummarySection[]): (SummaryRow & { step: Step })[] {
  return sections.flatMap(({ step, rows }) =>
    rows.filter(({ nudged, value }) => nudged && value.kind === "blank").map((row) => ({ ...row, step })),
  );
}

function valueShown(field: Field, given: string | string[] | undefined): SummaryValue {
  if (given === undefined || given.length === 0) return { kind: "blank" };
  switch (field.kind) {
    case "choice":
      return { kind: "text", text: labelOf(field.choices, String(given)) };
    case "choices": {
      const all = field.none ? [...field.choices, field.none] : field.choices;
      return { kind: "list", items: [given].flat().map((value) => labelOf(all, value)) };
    }
    case "tick":
      return { kind: "text", text: "Yes" };
    case "lines": {
      const items = [given].flat().filter((item) => item !== "");
      if (items.length === 0) return { kind: "blank" };
      return { kind: field.item === "url" ? "addresses" : "list", items };
    }
    case "text":
      if (field.shape === "raw") return { kind: "raw", text: String(given) };
      return { kind: field.markdown ? "markdown" : "text", text: String(given) };
    case "hidden":
      return { kind: "text", text: String(given) };
  }
}

/** An answer in one line, for the sentence that compares two versions of it. */
export function answerInWords(field: Field, given: string | string[] | undefined): string {
  const value = valueShown(field, given);
  switch (value.kind) {
    case "blank":
      return "nothing";
    case "list":
    case "addresses":
      return value.items.join(", ");
    default:
      return value.text;
  }
}

function labelOf(choices: readonly { value: string; label: string }[], value: string): string {
  return choices.find((candidate) => candidate.value === value)?.label ?? value;
}

/** "I don't know" beside a text field is a row only when it was ticked. */
function isTickOfAnother(field: Field, fields: readonly Field[]): boolean {
  return (
    field.kind === "tick" && (field.excludes !== undefined || fields.some(({ when }) => when?.field === field.name))
  );
}

/** A blank that its own "none" or "I don't know" tick has answered. */
const ANSWERED_BY_TICK: Partial<Record<AnswerKey, "productVersionUnknown" | "conditionsNone" | "stepsUnreliable">> = {
  productVersion: "productVersionUnknown",
  conditions: "conditionsNone",
  steps: "stepsUnreliable",
};

function isCovered(field: Field, answers: Answers): boolean {
  const tick = ANSWERED_BY_TICK[field.name];
  return tick !== undefined && answers[tick] === "yes";
}
