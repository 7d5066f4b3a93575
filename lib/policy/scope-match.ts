import { exclusionsOf, type WithClause } from "./document";
import type { Exclusion, PolicyDocument } from "./schema";

export type ScopeMatch = {
  exclusion: WithClause<Exclusion>;
  ticked: boolean;
  /** Weaknesses of the report that the exclusion names. */
  cwe: number[];
  /** Words of the exclusion that the report's text uses. */
  words: string[];
};

export type ScopeEvidence = { ticked?: readonly string[]; cwe?: readonly number[]; text?: string };

/**
 * Which exclusions a report may fall under, with their clause and the reason.
 * It feeds a warning: sending is never refused for it (requirement AB-02).
 */
export function matchExclusions(document: PolicyDocument, evidence: ScopeEvidence): ScopeMatch[] {
  const ticked = new Set(evidence.ticked ?? []);
  const weaknesses = new Set(evidence.cwe ?? []);
  const text = normalise(evidence.text ?? "");
  return exclusionsOf(document)
    .map((exclusion) => ({
      exclusion,
      ticked: ticked.has(exclusion.id),
      cwe: exclusion.cwe.filter((number) => weaknesses.has(number)),
      words: exclusion.words.filter((word) => text.includes(normalise(word))),
    }))
    .filter((match) => match.ticked || match.cwe.length > 0 || match.words.length > 0);
}

/** Lower case, each run of anything but letters and digits one space, framed: so `includes` finds whole words only. */
function normalise(text: string): string {
  return ` ${text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}
