/** Why a change is major: each shrinks scope, safe harbour or a promise, or asks more of a finder (product.md §5 item 5). */
export const CLASSIFICATION_RULES = [
  "scope_shrinks",
  "exclusion_added",
  "exclusion_widened",
  "conduct_added",
  "conduct_changed",
  "safe_harbour_shrinks",
  "promise_removed",
  "promise_weakened",
  "clock_lengthened",
  "disclosure_restricted",
  "reward_removed",
  "contact_removed",
  "credit_removed",
  "review_lengthened",
  "governance_weakened",
  "publicity_removed",
] as const;
export type ClassificationRule = (typeof CLASSIFICATION_RULES)[number];

/** One change of typed data. `at`: the clause, or the part outside the clauses, where a reader finds it. */
export type TypedChange = { at: string; sentence: string } & (
  | { effect: "shrinks"; rule: ClassificationRule }
  | { effect: "grows" | "neutral"; rule: null }
);

export function shrinks(rule: ClassificationRule, at: string, sentence: string): TypedChange {
  return { at, sentence, effect: "shrinks", rule };
}

export function grows(at: string, sentence: string): TypedChange {
  return { at, sentence, effect: "grows", rule: null };
}

export function neutral(at: string, sentence: string): TypedChange {
  return { at, sentence, effect: "neutral", rule: null };
}

export type Pair<T> = { before: T; after: T } | { before: T; after: null } | { before: null; after: T };

/** The members of two lists side by side by their id: those of the new list in its order, then what is gone. */
export function paired<T>(before: readonly T[], after: readonly T[], idOf: (member: T) => string): Pair<T>[] {
  const old = new Map(before.map((member) => [idOf(member), member]));
  const kept = new Set(after.map(idOf));
  return [
    ...after.map((member): Pair<T> => {
      const known = old.get(idOf(member));
      return known === undefined ? { before: null, after: member } : { before: known, after: member };
    }),
    ...before.filter((member) => !kept.has(idOf(member))).map((member): Pair<T> => ({ before: member, after: null })),
  ];
}

export function missingFrom<T>(list: readonly T[], of: readonly T[]): T[] {
  return of.filter((member) => !list.includes(member));
}

export function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(", ");
}
