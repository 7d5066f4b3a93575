import { clauseByKey, clausesOf, conductRulesOf, safeHarbourOf } from "../document";
import type { PolicyDocument, Product } from "../schema";
import { matchExclusions, type ScopeMatch } from "../scope-match";
import { safeHarbourWords } from "../wording";
import type { ScopeVerdict } from "./vocabulary";

export type ScopeQuestion = {
  /** The key of a product that the policy names; null for something else. */
  productId: string | null;
  /** What else, in the asker's words. */
  other: string;
  /** Ids of the exclusions that describe the activity. */
  exclusions: readonly string[];
  /** The asker has read the exclusions and says that none describes the activity. */
  noneExcluded: boolean;
  /** The activity in the asker's words. */
  words: string;
  /** The kind of weakness that is looked for. */
  cwe: number | null;
};

export type ScopeAnswer = {
  verdict: ScopeVerdict;
  /** The clauses that it follows from, each with its heading, in the order of the document. */
  clauses: { key: string; heading: string }[];
  sentences: string[];
};

/** What is said wherever the policy does not surely give permission. */
export const NO_PERMISSION = "The policy does not give permission for this.";

/**
 * May this be tested? Permitted is only what the policy surely covers: a product that it names, an activity of which
 * the asker says that no exclusion describes it, and a safe harbour. Words of the asker can lead to an exclusion
 * and never to a permission, because nobody can tell by machine what they cover.
 */
export function scopeAnswer(document: PolicyDocument, question: ScopeQuestion): ScopeAnswer {
  const matches = matchExclusions(document, {
    ticked: question.exclusions,
    cwe: question.cwe === null ? [] : [question.cwe],
    text: `${question.words}\n${question.other}`,
  });
  if (matches.length > 0) {
    return answered(
      document,
      "not_permitted",
      matches.map(({ exclusion }) => exclusion.clause),
      [NO_PERMISSION, ...matches.map(excludedBecause)],
    );
  }
  const scope = scopeOf(document, question);
  const doubts = [...scope.doubts, ...doubtsAbout(document, question)];
  const harbour = safeHarbourOf(document);
  const given = (harbour?.promises ?? []).filter((promise) => promise !== "rights_reserved_on_breach");
  if (!harbour || given.length === 0) doubts.push("The policy states no safe harbour.");
  const conduct = [...new Set(conductRulesOf(document).map(({ clause }) => clause))];
  if (doubts.length > 0 || !scope.product || !harbour) {
    return answered(
      document,
      "no_permission_stated",
      [...scope.clauses, ...exclusionClauses(document), ...conduct],
      [NO_PERMISSION, ...doubts],
    );
  }
  return answered(
    document,
    "permitted",
    [...scope.clauses, ...exclusionClauses(document), ...conduct, harbour.key],
    [
      `The policy covers testing of ${scope.product.name}, and no exclusion describes what you named.`,
      `${harbour.model === "authorising" ? "It authorises" : "It makes a promise, and no more than a promise, about"} conduct that keeps to it: ${given
        .map(safeHarbourWords)
        .join("; ")} (clause ${harbour.key}).`,
      ...(conduct.length > 0 ? [`This holds only while you keep to ${clauseList(conduct)}.`] : []),
    ],
  );
}

function excludedBecause({ exclusion, ticked, cwe, words }: ScopeMatch): string {
  const reasons = [
    ...(ticked ? ["you chose it"] : []),
    ...(cwe.length > 0 ? [`it names ${cwe.map((number) => `CWE-${number}`).join(", ")}`] : []),
    ...(words.length > 0 ? [`you wrote ${words.map((word) => `“${word}”`).join(", ")}`] : []),
  ];
  return `Clause ${exclusion.clause} excludes “${exclusion.label}” (${reasons.join("; ")}): ${exclusion.text}`;
}

type Scope = { product: Product | null; clauses: string[]; doubts: string[] };

function scopeOf(document: PolicyDocument, { productId, other }: ScopeQuestion): Scope {
  const scopes = clausesOf(document, "scope");
  if (scopes.length === 0) return { product: null, clauses: [], doubts: ["The policy states no scope."] };
  for (const clause of scopes) {
    const product = clause.products.find(({ key }) => key === productId);
    if (product) return { product, clauses: [clause.key], doubts: [] };
  }
  const named = other.trim() === "" ? "what you want to test" : `“${other.trim()}”`;
  const doubts = scopes.map((clause) =>
    clause.mode === "open"
      ? `Clause ${clause.key} covers this: ${clause.statement} It does not name ${named}, so ask first whether it belongs to that.`
      : `Clause ${clause.key} does not name ${named}.`,
  );
  return { product: null, clauses: scopes.map(({ key }) => key), doubts };
}

function doubtsAbout(document: PolicyDocument, { exclusions, noneExcluded, words }: ScopeQuestion): string[] {
  const doubts: string[] = [];
  if (exclusions.length > 0) doubts.push("The policy has no exclusion of that name.");
  if (words.trim() !== "")
    doubts.push("Your own words name no exclusion, and the policy does not allow by name what they describe.");
  else if (!noneExcluded && exclusions.length === 0) {
    const clauses = exclusionClauses(document);
    const where = clauses.length > 0 ? ` (${clauseList(clauses)})` : "";
    doubts.push(`Say what you want to do, or that none of the exclusions describes it${where}.`);
  }
  return doubts;
}

function exclusionClauses(document: PolicyDocument): string[] {
  return clausesOf(document, "exclusion").map(({ key }) => key);
}

function clauseList(keys: readonly string[]): string {
  return `${keys.length === 1 ? "clause" : "clauses"} ${keys.join(", ")}`;
}

function answered(
  document: PolicyDocument,
  verdict: ScopeVerdict,
  keys: readonly string[],
  sentences: readonly string[],
): ScopeAnswer {
  const clauses = document.clauses
    .filter(({ key }) => keys.includes(key))
    .map(({ key }) => ({ key, heading: clauseByKey(document, key)?.heading ?? key }));
  return { verdict, clauses, sentences: [...sentences] };
}
