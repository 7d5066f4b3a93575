import { compareWords, type WordRun } from "../policy/compare/words";
import type { SummarySection, SummaryValue } from "../reports/form/summary";

export type ComparedRow = {
  key: string;
  label: string;
  values: [SummaryValue, SummaryValue];
  same: boolean;
  /** Where both are texts: the words of each side, "removed" those of the first alone, "added" those of the second. */
  words: WordRun[] | null;
};
export type ComparedSection = { step: string; title: string; rows: ComparedRow[] };

function wordsOf([mine, theirs]: ComparedRow["values"]): WordRun[] | null {
  const texts = [mine, theirs].map((value) => ("text" in value ? value.text : null));
  const [one, other] = texts;
  return typeof one === "string" && typeof other === "string" ? compareWords(one, other) : null;
}

const BLANK: SummaryValue = { kind: "blank" };

/** The answers of two reports side by side, by question; what neither answered is left out. */
export function comparedSections(one: readonly SummarySection[], other: readonly SummarySection[]): ComparedSection[] {
  const steps = [...new Set([...one, ...other].map(({ step }) => step))];
  return steps.flatMap((step): ComparedSection[] => {
    const [here, there] = [one, other].map((sections) => sections.find((section) => section.step === step));
    const keys = [...new Set([...(here?.rows ?? []), ...(there?.rows ?? [])].map(({ key }) => key))];
    const rows = keys.flatMap((key): ComparedRow[] => {
      const [mine, theirs] = [here, there].map((section) => section?.rows.find((row) => row.key === key));
      const values: ComparedRow["values"] = [mine?.value ?? BLANK, theirs?.value ?? BLANK];
      if (values.every(({ kind }) => kind === "blank")) return [];
      const same = JSON.stringify(values[0]) === JSON.stringify(values[1]);
      return [{ key, label: mine?.label ?? theirs?.label ?? key, values, same, words: same ? null : wordsOf(values) }];
    });
    return rows.length > 0 ? [{ step, title: here?.title ?? there?.title ?? "", rows }] : [];
  });
}
