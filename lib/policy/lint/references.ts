import { policyPath } from "../paths";
import { found } from "./finding";
import { clauseKeys, passagesOf } from "./prose";
import type { Finding, LintSubject } from "./types";

/** Places of the policy page that are not clauses (components/policy), and the browser's own. */
const PAGE_ANCHORS = ["promises", "business-days", "top", ""];

const LINK = /\]\(\s*<?([^)\s>]*)|^\s{0,3}\[[^\]^]+\]:\s*<?(\S+?)>?(?=\s|$)/gm;
const REFERENCE =
  /(?:\b(?:clauses?|sections?)\s+|§§?\s*)(\d{1,2}(?:\.\d{1,2})*(?:\s*(?:,|and|or|to|–)\s*\d{1,2}(?:\.\d{1,2})+)*)(?!\d)/gi;
/** A number in somebody else's text: "ISO/IEC 29147, clause 6.2", "section 9.1 of the Act". */
const FOREIGN_BEFORE = /\b(?:ISO|IEC|RFC|NIST|EN|BS|ANSI|GDPR|BOD|CSAF|Act|Code|Directive|Regulation)\b[^.;]{0,30}$/;
const FOREIGN_AFTER =
  /^\s*(?:\([a-z0-9]+\)\s*)*(?:of|in|under)\s+(?!(?:this|our|the)\s+(?:policy|page|document|text)\b)/i;

/** Where a text names a clause or a place of the policy page. `key` is the name without its "#". */
export type Reference = { kind: "link" | "words"; key: string; from: number; to: number };

/** Every link to a place of the policy's own page, and every clause named in words, in the order of the text. */
export function referencesIn(written: string, program: string | null | undefined): Reference[] {
  // Code names nothing; blanks in its place keep every position.
  const text = written.replace(/```[\s\S]*?```|`[^`\n]*`/g, (code) => " ".repeat(code.length));
  const own = program ? `${policyPath(program)}#` : "#";
  const references: Reference[] = [];
  for (const match of text.matchAll(LINK)) {
    const target = match[1] ?? match[2] ?? "";
    const mark = target.startsWith("#") ? "#" : target.startsWith(own) ? own : null;
    if (mark === null) continue;
    const from = match.index + match[0].lastIndexOf(target) + mark.length;
    references.push({ kind: "link", key: target.slice(mark.length), from, to: from + target.length - mark.length });
  }
  for (const match of text.matchAll(REFERENCE)) {
    if (FOREIGN_BEFORE.test(text.slice(0, match.index))) continue;
    if (FOREIGN_AFTER.test(text.slice(match.index + match[0].length))) continue;
    const numbers = match[1] ?? "";
    const start = match.index + match[0].length - numbers.length;
    for (const number of numbers.matchAll(/\d+(?:\.\d+)*/g)) {
      const from = start + number.index;
      references.push({ kind: "words", key: number[0], from, to: from + number[0].length });
    }
  }
  return references.sort((a, b) => a.from - b.from);
}

export function lintReferences(subject: LintSubject): Finding[] {
  const keys = clauseKeys(subject);
  const findings = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))].map((key) =>
    found("clause-number-twice", {
      clause: key,
      message: `More than one clause has the number ${key}.`,
      advice: "Give each clause a number of its own.",
    }),
  );
  for (const { clause, text } of passagesOf(subject)) {
    for (const { kind, key } of referencesIn(text, subject.program)) {
      if (keys.includes(key) || (kind === "link" && PAGE_ANCHORS.includes(key))) continue;
      findings.push(
        kind === "link"
          ? found("anchor-broken", {
              clause,
              message: `A link goes to “#${key}”, and there is no such place.`,
              advice: "Link to a clause by its number, as in [clause 1](#1).",
            })
          : found("clause-reference-broken", {
              clause,
              message: `The text refers to clause ${key}, and there is no such clause.`,
              advice: "Name a clause that exists, or say whose clause is meant.",
            }),
      );
    }
  }
  return findings;
}
