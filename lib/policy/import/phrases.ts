import { z } from "zod";

/** Small questions about a piece of text, shared by everything that reads a source. */

export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** One space between words, none around. */
export function squeeze(text: string): string {
  return text.replace(/[\s\u00A0\u200B]+/gu, " ").trim();
}

/** A name or heading rather than a sentence. */
export function isLabel(text: string, most = 12): boolean {
  const count = words(text).length;
  return (
    count > 0 && count <= most && text.length <= 100 && !/[.;,!]["”’)]?$/.test(text) && !/[.!?]\s+[A-Z]/.test(text)
  );
}

export function isSentence(text: string): boolean {
  return words(text).length >= 5 && /[.!?:;]["”’)]?$/.test(text.trim());
}

const ABBREVIATION = /\b(?:e\.g|i\.e|etc|no|vs|rev|inc|ltd|co|corp|dr|mr|ms|st|approx|cf)\.$/i;

/** Sentences of a text, each with its end mark. */
export function sentencesOf(text: string): string[] {
  return text.split("\n").flatMap(sentencesOfLine);
}

function sentencesOfLine(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const end of text.matchAll(/[.!?]["”’)]?(?=\s+["“‘([]?[\p{Lu}\p{N}])/gu)) {
    const stop = end.index + end[0].length;
    const sentence = text.slice(start, stop);
    if (ABBREVIATION.test(sentence)) continue;
    sentences.push(sentence.trim());
    start = stop;
  }
  sentences.push(text.slice(start).trim());
  return sentences.filter((sentence) => sentence !== "");
}

export const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/u;
/** The first mail address of a text that a document may hold. */
export function addressIn(text: string): string | null {
  const found = text.match(new RegExp(EMAIL, "gu")) ?? [];
  return found.find((address) => z.email().safeParse(address).success) ?? null;
}

export const ADDRESS_OF_PAGE = /\b(?:https?:\/\/|www\.)\S+/i;

/** A key for a document: "Denial of service attacks" becomes "denial-of-service-attacks". */
export function keyOf(text: string, taken: ReadonlySet<string>): string {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .split(" ")
    .filter((word) => !/^(?:a|an|the|or|and|to|of|our|your|any|please)$/.test(word))
    .slice(0, 5)
    .join("-")
    .slice(0, 50)
    .replace(/-+$/, "");
  const stem = slug === "" ? "item" : slug;
  if (!taken.has(stem)) return stem;
  for (let number = 2; ; number += 1) {
    if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
  }
}

/** At most `most` characters, cut between words. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > most / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:(–—-]+$/, "")}…`;
}

/** Plain text as Markdown: what would be read as a mark is escaped. */
export function asMarkdown(text: string): string {
  return text
    .replace(/[\\`*<]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/^(#{1,6}\s|>|[-+]\s)/, "\\$1")
    .replace(/^(\d+)([.)]\s)/, "$1\\$2");
}

/** "April 22, 2025: Policy" names no promise, "Contact: us" names a value. */
export function isKeyAndValue(text: string): boolean {
  return /^[\p{L}][\p{L} /_-]{1,30}:\s+\S/u.test(text);
}

/** Why the lines above a Markdown text are no part of it. */
export const FRONT_MATTER = "front matter of the file";
