import { conductRulesOf, exclusionsOf, type WithClause } from "../document";
import type { Exclusion, PolicyDocument } from "../schema";
import { exclusionKindWords } from "../wording";
import { grows, missingFrom, neutral, paired, quoted, shrinks, type TypedChange } from "./change";
import { sameWords } from "./words";

/**
 * What became of each exclusion and each conduct rule. Their own words are the rule: nobody can tell by machine
 * that other words forbid no more, so anything but punctuation and case counts as a wider rule.
 */
export function ruleChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  return [...exclusionChanges(before, after), ...conductChanges(before, after)];
}

function exclusionChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  return paired(exclusionsOf(before), exclusionsOf(after), ({ id }) => id).flatMap(({ before: old, after: now }) => {
    if (now === null) return [grows(old.clause, `Exclusion removed: ${old.label}`)];
    if (old === null) return [shrinks("exclusion_added", now.clause, `Exclusion added: ${now.label}`)];
    return changesWithin(old, now);
  });
}

function changesWithin(old: WithClause<Exclusion>, now: WithClause<Exclusion>): TypedChange[] {
  const at = now.clause;
  const name = `Exclusion “${now.label}”`;
  const cwe = (numbers: readonly number[]) => numbers.map((number) => `CWE-${number}`).join(", ");
  const newCwe = missingFrom(old.cwe, now.cwe);
  const lostCwe = missingFrom(now.cwe, old.cwe);
  const newWords = missingFrom(old.words, now.words);
  const lostWords = missingFrom(now.words, old.words);
  const wider = (sentence: string) => shrinks("exclusion_widened", at, `${name}: ${sentence}`);
  return [
    ...(sameWords(old.text, now.text) ? [] : [wider("its words changed")]),
    ...(old.kind === now.kind ? [] : [wider(`${exclusionKindWords(old.kind)} → ${exclusionKindWords(now.kind)}`)]),
    ...(newCwe.length > 0 ? [wider(`now also covers ${cwe(newCwe)}`)] : []),
    ...(newWords.length > 0 ? [wider(`now also warns at ${quoted(newWords)}`)] : []),
    ...(lostCwe.length > 0 ? [grows(at, `${name}: no longer covers ${cwe(lostCwe)}`)] : []),
    ...(lostWords.length > 0 ? [grows(at, `${name}: no longer warns at ${quoted(lostWords)}`)] : []),
    ...(old.label === now.label ? [] : [neutral(at, `Exclusion “${old.label}” is now called “${now.label}”`)]),
    ...(old.clause === at ? [] : [neutral(at, `${name}: moved from clause ${old.clause} to clause ${at}`)]),
  ];
}

function conductChanges(before: PolicyDocument, after: PolicyDocument): TypedChange[] {
  return paired(conductRulesOf(before), conductRulesOf(after), ({ id }) => id).flatMap(
    ({ before: old, after: now }) => {
      if (now === null) return [grows(old.clause, `Conduct rule removed: ${old.text}`)];
      if (old === null) return [shrinks("conduct_added", now.clause, `Conduct rule added: ${now.text}`)];
      if (sameWords(old.text, now.text)) return [];
      return [shrinks("conduct_changed", now.clause, `Conduct rule changed: “${old.text}” → “${now.text}”`)];
    },
  );
}
