/** Ours: with so few days left a message may not be read in time, so senders are no longer asked to use the key. */
export const KEY_ENDS_SOON_DAYS = 14;
/** product.md §4, clock `key_expiry`: days before the end on which staff are warned by mail, once each. */
export const WARN_DAYS = [60, 30, 7] as const;

const DAY_MS = 86_400_000;

/**
 * `retired`: replaced, and messages to it are still read. `revoked`: not to be trusted any more.
 * Only a `usable` key is offered to senders.
 */
export type KeyStanding = "usable" | "ending" | "expired" | "retired" | "revoked";

export type KeyDates = { expiresAt: Date | null; retiredAt: Date | null; revokedAt: Date | null };

export function keyStanding({ expiresAt, retiredAt, revokedAt }: KeyDates, now: Date): KeyStanding {
  if (revokedAt !== null) return "revoked";
  if (retiredAt !== null) return "retired";
  const left = daysLeft(expiresAt, now);
  if (left === null) return "usable";
  if (left <= 0) return "expired";
  return left <= KEY_ENDS_SOON_DAYS ? "ending" : "usable";
}

/** Days until the end, the last one begun counted whole; 0 and below when it is over; null for never. */
export function daysLeft(expiresAt: Date | null, now: Date): number | null {
  return expiresAt === null ? null : Math.ceil((expiresAt.getTime() - now.getTime()) / DAY_MS);
}

/** The warning to mail now, in days before the end; null when none is due or it was given already. */
export function warningDue(expiresAt: Date, warned: number | null, now: Date): number | null {
  const left = daysLeft(expiresAt, now) ?? Number.POSITIVE_INFINITY;
  const due = [...WARN_DAYS].reverse().find((days) => left <= days);
  return due === undefined || (warned !== null && warned <= due) ? null : due;
}
