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

export function lintReferences(subject: LintSubject): Finding[] {
  const keys = clauseKeys(subject);
  const findings = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))].map((key) =>
    found("clause-number-twice", {
      clause: key,
      message: `More than one clause has the number ${key}.`,
      advice: "Give each clause a number of its own.",
    }),
  );
  const own = subject.program ? `${policyPath(subject.program)}#` : "#";
  for (const { clause, text: written } of passagesOf(subject)) {
    const text = written.replace(/```[\s\S]*?```|`[^`\n]*`/g, " ");
    for (const [, inline, defined] of text.matchAll(LINK)) {
      const target = inline ?? defined ?? "";
      const anchor = target.startsWith("#")
        ? target.slice(1)
        : target.startsWith(own)
          ? target.slice(own.length)
          : null;
      if (anchor === null || keys.includes(anchor) || PAGE_ANCHORS.includes(anchor)) continue;
      findings.push(
        found("anchor-broken", {
          clause,
          message: `A link goes to “#${anchor}”, and there is no such place.`,
          advice: "Link to a clause by its number, as in [clause 1](#1).",
        }),
      );
    }
    for (const match of text.matchAll(REFERENCE)) {
      if (FOREIGN_BEFORE.test(text.slice(0, match.index))) continue;
      if (FOREIGN_AFTER.test(text.slice(match.index + match[0].length))) continue;
      for (const [number] of (match[1] ?? "").matchAll(/\d+(?:\.\d+)*/g)) {
        if (keys.includes(number)) continue;
        findings.push(
          found("clause-reference-broken", {
            clause,
            message: `The text refers to clause ${number}, and there is no such clause.`,
            advice: "Name a clause that exists, or say whose clause is meant.",
          }),
        );
      }
    }
  }
  return findings;
}
