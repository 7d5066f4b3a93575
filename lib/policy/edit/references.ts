import { NOT_PROSE, passagesOf } from "../lint/prose";
import { referencesIn } from "../lint/references";
import type { LintSubject } from "../lint/types";

/** The clauses, or null for a part outside them, whose texts name one of these clauses; itself not counted. */
export function referrersOf(draft: LintSubject, keys: readonly string[]): (string | null)[] {
  const referrers = passagesOf(draft)
    .filter(({ clause }) => clause === null || !keys.includes(clause))
    .filter(({ text }) => referencesIn(text, draft.program).some(({ key }) => keys.includes(key)))
    .map(({ clause }) => clause);
  return [...new Set(referrers)];
}

/** The draft with every reference to a clause of the old numbers leading to its new one. */
export function renameReferences(draft: LintSubject, renamed: ReadonlyMap<string, string>): LintSubject {
  const { calendar, demonstrationValues, program, ...rest } = draft;
  const rewritten = mapTexts(rest, (text) => {
    let moved = text;
    for (const { key, from, to } of referencesIn(text, program).reverse()) {
      const now = renamed.get(key);
      if (now !== undefined) moved = moved.slice(0, from) + now + moved.slice(to);
    }
    return moved;
  }) as LintSubject;
  return {
    ...rewritten,
    ...(calendar === undefined ? {} : { calendar }),
    ...(demonstrationValues === undefined ? {} : { demonstrationValues }),
    ...(program === undefined ? {} : { program }),
  };
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, NOT_PROSE.has(name) ? inner : mapTexts(inner, map)]),
  );
}
