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
  /** Given, committed to by the receipt, and removed since. */
  | { kind: "withheld" }
  | { kind: "blank" };

export type SummaryRow = { key: AnswerKey; label: string; value: SummaryValue; nudged: boolean };
export type SummarySection = { step: Step; title: string; rows: SummaryRow[] };

/** Every question that was asked, with its answer, in the sections of the form. Skipped ones are there as blank. */
export function reportSections(
  document: PolicyDocument,
  answers: Answers,
  withheld: readonly string[] = [],
): SummarySection[] {
  const protection = answers.encryptedMessage === undefined ? "https" : "armoured";
  return reportForm(document, protection).map(({ step, title, fields }) => ({
    step,
    title,
    rows: fields
      .filter((field) => isAsked(field, answers) && !speaksForAnother(field, fields, answers))
      .map((field) => {
        const value: SummaryValue = withheld.includes(field.name)
          ? { kind: "withheld" }
          : valueShown(field, answers[field.name]);
        const instead = value.kind === "blank" ? tickInstead(field, fields, answers) : null;
        return {
          key: field.name,
          label: field.label,
          value: instead === null ? value : { kind: "text", text: instead.label },
          nudged: field.need === "nudged" && instead === null,
        };
      }),
  }));
}

/** What lets a person see the vulnerability with their own eyes. */
const HELPS_FIRST: readonly AnswerKey[] = ["steps", "environment", "expected", "actual"];

/** The blank answers that would help, those that help most first. */
export function helpfulBlanks(sections: readonly SummarySection[]): (SummaryRow & { step: Step })[] {
  const blanks = sections.flatMap(({ step, rows }) =>
    rows.filter(({ nudged, value }) => nudged && value.kind === "blank").map((row) => ({ ...row, step })),
  );
  const place = ({ key }: SummaryRow) => (HELPS_FIRST.includes(key) ? HELPS_FIRST.indexOf(key) : HELPS_FIRST.length);
  return blanks.sort((a, b) => place(a) - place(b));
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
    case "withheld":
      return "withheld";
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

/** What stands in for a blank: "I don’t know", "None that I know", "I can’t reproduce it reliably". */
const ANSWERED_BY_TICK: Partial<Record<AnswerKey, "productVersionUnknown" | "conditionsNone" | "stepsUnreliable">> = {
  productVersion: "productVersionUnknown",
  conditions: "conditionsNone",
  steps: "stepsUnreliable",
};

function tickInstead(field: Field, fields: readonly Field[], answers: Answers): Field | null {
  const tick = ANSWERED_BY_TICK[field.name];
  if (tick === undefined || answers[tick] !== "yes") return null;
  return fields.find(({ name }) => name === tick) ?? null;
}

/** A tick that stands in for another answer has a row of its own only when it was ticked beside that answer. */
function speaksForAnother(field: Field, fields: readonly Field[], answers: Answers): boolean {
  const owner = fields.find(({ name }) => ANSWERED_BY_TICK[name] === field.name);
  if (owner === undefined) return false;
  return answers[field.name] !== "yes" || valueShown(owner, answers[owner.name]).kind === "blank";
}

/** Staff answer through the portal: the reporter's address stays out of what reaches them. */
export function withoutAddress(sections: SummarySection[]): SummarySection[] {
  return sections.map((section) => ({ ...section, rows: section.rows.filter(({ key }) => key !== "email") }));
}
