/** Longer runs of letters are no words anybody types: keys, hashes, encoded files. */
const LONGEST = 64;
/** Of one report; beyond it nothing is found, so that no text can make an index of any size. */
export const MOST_WORDS = 5_000;

/** Scripts that are written without spaces: each pair of neighbours counts as a word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const RUNS = new RegExp(`${UNSPACED.source}+|(?:(?!${UNSPACED.source})[\\p{L}\\p{N}])+`, "gu");
const MARKS = /\p{M}/gu;

/** A text as it is compared: compatibility forms, case and accents do not tell words apart (Unicode NFKC, UAX 15). */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().normalize("NFD").replace(MARKS, "").normalize("NFC");
}

/** The distinct words of a text, in order. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const [run] of folded(text).matchAll(RUNS)) {
    for (const word of UNSPACED.test(run) ? pairs(run) : [run]) {
      if (word.length <= LONGEST) words.add(word);
      if (words.size >= MOST_WORDS) return [...words];
    }
  }
  return [...words];
}

function pairs(run: string): string[] {
  const letters = [...run];
  return letters.length < 2 ? letters : letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

export type SnippetPart = { text: string; hit: boolean };

const BEFORE = 40;
const AFTER = 120;

/** The surroundings of the first of these words in a text, with every one of them marked; null when none is in it. */
export function snippetOf(text: string, words: readonly string[]): SnippetPart[] | null {
  const plain = text.replace(/\s+/gu, " ").trim();
  const hits = hitsIn(plain, words);
  const [first] = hits;
  if (!first) return null;
  const start = wordEdge(plain, first.from - BEFORE, 1);
  const end = wordEdge(plain, first.to + AFTER, -1);
  const parts: SnippetPart[] = [];
  let at = start;
  const push = (to: number, hit: boolean) => {
    if (to > at) parts.push({ text: plain.slice(at, to), hit });
    at = Math.max(at, to);
  };
  for (const { from, to } of hits) {
    if (to > end) break;
    push(from, false);
    push(to, true);
  }
  push(end, false);
  const [opening] = parts;
  const closing = parts.at(-1);
  if (opening && start > 0) opening.text = `… ${opening.text}`;
  if (closing && end < plain.length) closing.text = `${closing.text} …`;
  return parts;
}

/** Places of the words, by folding one run of the text after the other: folding may change its length. */
function hitsIn(plain: string, words: readonly string[]): { from: number; to: number }[] {
  const wanted = new Set(words);
  const hits: { from: number; to: number }[] = [];
  for (const match of plain.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const found = wordsOf(match[0]);
    if (found.some((word) => wanted.has(word))) hits.push({ from: match.index, to: match.index + match[0].length });
  }
  return hits;
}

/** The nearest space from here on in a direction, so that no word is cut. */
function wordEdge(text: string, from: number, direction: 1 | -1): number {
  if (from <= 0) return 0;
  if (from >= text.length) return text.length;
  const space = direction === 1 ? text.indexOf(" ", from) : text.lastIndexOf(" ", from);
  return space < 0 || Math.abs(space - from) > LONGEST ? from : space + (direction === 1 ? 1 : 0);
}
