/** Days that a researcher's draft is kept after it was last saved (product.md §3). */
export const DRAFT_DAYS = 90;

const DAY_MS = 86_400_000;

export function keptUntil(savedAt: Date): Date {
  return new Date(savedAt.getTime() + DRAFT_DAYS * DAY_MS);
}
