import { asksOnePerReport } from "../../policy/document";
import type { PolicyDocument } from "../../policy/schema";
import { matchExclusions, type ScopeMatch } from "../../policy/scope-match";
import type { Answers } from "./answers";

/** Exclusions that the answers point at, ticked or not. They warn and never block (requirement AB-02). */
export function scopeMatchesOf(document: PolicyDocument, answers: Answers): ScopeMatch[] {
  return matchExclusions(document, {
    ticked: answers.outOfScope ?? [],
    cwe: weaknessNumbers(answers),
    text: [answers.title, answers.summary].filter(Boolean).join("\n"),
  });
}

/** The numbers of the weaknesses that the reporter named. */
export function weaknessNumbers(answers: Answers): number[] {
  const ids = answers.cweChoice === "not_sure" ? [] : (answers.cweIds ?? []);
  return ids.map((id) => Number(/^CWE-(\d{1,5})$/.exec(id)?.[1])).filter((number) => number > 0);
}

/** Why this may be several vulnerabilities, in words; empty where the policy does not ask for one per report (B-09). */
export function signsOfSeveral(document: PolicyDocument, answers: Answers): string[] {
  if (!asksOnePerReport(document)) return [];
  const signs: string[] = [];
  const weaknesses = weaknessNumbers(answers).length;
  if (weaknesses > 1) signs.push(`It names ${weaknesses} kinds of weakness.`);
  const hosts = new Set((answers.urls ?? []).filter((url) => URL.canParse(url)).map((url) => new URL(url).host));
  if (hosts.size > 1) signs.push(`It names addresses on ${hosts.size} hosts.`);
  return signs;
}
