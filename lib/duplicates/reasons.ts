import type { SHARED_TRAITS } from "../search/traits";

type Trait = (typeof SHARED_TRAITS)[number];

/** What a report shares with another: how many traits of each kind, and whether one person sent both. */
export type Shared = Partial<Record<Trait, number>> & { reporter?: boolean };

/**
 * How much each kind says of being about one thing: a file or an address is rarely shared by accident, a product always.
 * Ours; only the order of candidates follows from it, and no number is shown.
 */
const WEIGHT: Record<Trait, number> = { file: 8, path: 5, title: 2, weakness: 2, product: 1 };
const MOST_COUNTED = 4;
/** Less than this is a coincidence of one product, or of one word. */
const LEAST = 4;

/** How strongly two reports look like one; below `LEAST` they are no candidates. */
export function likeness(shared: Shared): number {
  return (Object.keys(WEIGHT) as Trait[]).reduce(
    (sum, kind) => sum + WEIGHT[kind] * Math.min(shared[kind] ?? 0, MOST_COUNTED),
    shared.reporter ? 1 : 0,
  );
}

export function isCandidate(shared: Shared): boolean {
  return likeness(shared) >= LEAST;
}

/** Why a report is a candidate, in words, the strongest reason first. */
export function reasonsFor(shared: Shared): string[] {
  const { file = 0, path = 0, title = 0, weakness = 0, product = 0, reporter = false } = shared;
  const reasons: string[] = [];
  if (file > 0) reasons.push(file === 1 ? "The same file is attached" : `${file} of the same files are attached`);
  if (path > 0) reasons.push(path === 1 ? "The same path of an address" : `${path} of the same paths`);
  if (title > 0)
    reasons.push(title === 1 ? "One word of the title in common" : `${title} words of the title in common`);
  if (product > 0 && weakness > 0) reasons.push("The same product and weakness");
  else if (product > 0) reasons.push("The same product");
  else if (weakness > 0) reasons.push("The same weakness");
  if (reporter) reasons.push("The same reporter");
  return reasons;
}
