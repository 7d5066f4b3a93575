import { diffWords } from "diff";

export type WordRun = { kind: "same" | "added" | "removed"; text: string };

/** Beyond this many edits two texts count as different altogether: the work of a comparison stays bounded. */
const MAX_EDITS = 2000;

/** Which words came and which went; white space alone is no change. */
export function compareWords(before: string, after: string): WordRun[] {
  if (before === after) return runs([{ kind: "same", text: after }]);
  const changes = diffWords(before, after, { maxEditLength: MAX_EDITS });
  if (!changes) {
    return runs([
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ]);
  }
  return runs(
    changes.map(({ added, removed, value }) => ({ kind: added ? "added" : removed ? "removed" : "same", text: value })),
  );
}

function runs(all: WordRun[]): WordRun[] {
  return all.filter(({ text }) => text !== "");
}

/** Words in lower case without punctuation: two spellings of one sentence are equal. */
export function sameWords(before: string, after: string): boolean {
  return wordsOf(before).join(" ") === wordsOf(after).join(" ");
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

export function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== "").length;
}

/** What is read at once, and what is folded away because nothing changed there. */
export type Folded = WordRun | { kind: "folded"; text: string; words: number };

/** Words that stay beside a change, and the fewest that are worth folding. */
const BESIDE = 12;
const WORTH_FOLDING = 16;

/** Folds long unchanged runs, and keeps some words of them beside each change. */
export function foldUnchanged(words: readonly WordRun[]): Folded[] {
  return words.flatMap((run, index): Folded[] => {
    if (run.kind !== "same") return [run];
    const tokens = run.text.match(/\s*\S+(?:\s+$)?/gu) ?? [];
    const head = index === 0 ? 0 : BESIDE;
    const tail = index === words.length - 1 ? 0 : BESIDE;
    if (tokens.length < head + tail + WORTH_FOLDING) return [run];
    const middle = tokens.slice(head, tokens.length - tail).join("");
    return [
      { kind: "same" as const, text: tokens.slice(0, head).join("") },
      { kind: "folded" as const, text: middle, words: countWords(middle) },
      { kind: "same" as const, text: tokens.slice(tokens.length - tail).join("") },
    ].filter(({ text }) => text !== "");
  });
}
