import type { PolicyDocument } from "../schema";
import { paired } from "./change";
import { typedChanges } from "./changes";
import { type Part, partsOf } from "./text";
import { compareWords, type WordRun } from "./words";

export type ClauseComparison = {
  /** A clause number, or the name of a part outside the clauses. */
  key: string;
  /** Whether `key` is a clause number. */
  numbered: boolean;
  heading: string;
  change: "added" | "removed" | "changed" | "same";
  /** The text in order; one run where nothing changed. */
  words: WordRun[];
  /** Changes of typed data, each as a sentence. */
  typed: string[];
};

/** What changed from one version to another, part by part in reading order; number, dates and signatures aside. */
export function comparePolicies(before: PolicyDocument, after: PolicyDocument): ClauseComparison[] {
  const changes = typedChanges(before, after);
  const comparisons = paired(partsOf(before), partsOf(after), ({ key }) => key).map(({ before: old, after: now }) => {
    const part = (now ?? old) as Part;
    const typed = changes.filter(({ at }) => at === part.key).map(({ sentence }) => sentence);
    if (old && now && old.heading !== now.heading) typed.unshift(`Heading: “${old.heading}” → “${now.heading}”`);
    const words = compareWords(old?.text ?? "", now?.text ?? "");
    const touched = typed.length > 0 || words.some(({ kind }) => kind !== "same");
    const change = !old ? "added" : !now ? "removed" : touched ? "changed" : "same";
    return { key: part.key, numbered: part.numbered, heading: part.heading, change, words, typed } as const;
  });
  return inReadingOrder(comparisons, partsOf(before));
}

/** What was removed stands after what it followed in the old version. */
function inReadingOrder(comparisons: readonly ClauseComparison[], old: readonly Part[]): ClauseComparison[] {
  const ordered = comparisons.filter(({ change }) => change !== "removed");
  for (const gone of comparisons.filter(({ change }) => change === "removed")) {
    const before = old.slice(
      0,
      old.findIndex(({ key }) => key === gone.key),
    );
    const previous = before.findLast(({ key }) => ordered.some((kept) => kept.key === key));
    ordered.splice(previous ? ordered.findIndex(({ key }) => key === previous.key) + 1 : 0, 0, gone);
  }
  return ordered;
}

/** Whether a comparison found anything at all. */
export function isUnchanged(comparisons: readonly ClauseComparison[]): boolean {
  return comparisons.every(({ change }) => change === "same");
}
