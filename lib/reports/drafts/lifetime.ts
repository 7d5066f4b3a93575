/** Days that a draft is kept after it was last saved (product.md §3). */
export const DRAFT_DAYS = 90;
export const GUEST_DRAFT_DAYS = 30;

const DAY_MS = 86_400_000;

/** Days that a draft lives unsaved: shorter where only a browser, and not an account, knows of it. */
export const keptDays = (guest: boolean): number => (guest ? GUEST_DRAFT_DAYS : DRAFT_DAYS);

export function keptUntil(savedAt: Date, days: number = DRAFT_DAYS): Date {
  return new Date(savedAt.getTime() + days * DAY_MS);
}

/** Hours that a draft is kept in which nothing was ever saved (product.md §3). */
export const EMPTY_DRAFT_HOURS = 24;

/** A draft last saved before `unsaved` (`guest` without an account), or begun before `empty` and never saved, has had its time. */
export function draftLimits(now: Date): { unsaved: Date; guest: Date; empty: Date } {
  return {
    unsaved: new Date(now.getTime() - DRAFT_DAYS * DAY_MS),
    guest: new Date(now.getTime() - GUEST_DRAFT_DAYS * DAY_MS),
    empty: new Date(now.getTime() - EMPTY_DRAFT_HOURS * 3_600_000),
  };
}

/** Days before its end on which the owner of a draft is warned (form.md §4). */
export const WARNING_DAYS = [14, 3] as const;
export type WarningDays = (typeof WARNING_DAYS)[number];

/** A draft last saved before this instant has `days` or fewer left. */
export function warnedSince(now: Date, days: WarningDays, guest: boolean): Date {
  return new Date(now.getTime() - (keptDays(guest) - days) * DAY_MS);
}
