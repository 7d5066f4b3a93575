/** Days that a researcher's draft is kept after it was last saved (product.md §3). */
export const DRAFT_DAYS = 90;

const DAY_MS = 86_400_000;

export function keptUntil(savedAt: Date): Date {
  return new Date(savedAt.getTime() + DRAFT_DAYS * DAY_MS);
}

/** Hours that a draft is kept in which nothing was ever saved (product.md §3). */
export const EMPTY_DRAFT_HOURS = 24;

/** A draft last saved before `unsaved`, or begun before `empty` and never saved, has had its time. */
export function draftLimits(now: Date): { unsaved: Date; empty: Date } {
  return {
    unsaved: new Date(now.getTime() - DRAFT_DAYS * DAY_MS),
    empty: new Date(now.getTime() - EMPTY_DRAFT_HOURS * 3_600_000),
  };
}
