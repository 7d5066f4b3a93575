const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds before each try, from the one before it (Standard Webhooks, "Retries"): ten tries in 75 h 35 min. */
const WAITS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

export const TRIES = WAITS.length;
/** Milliseconds from the first try to the last: what waited longer is not sent by itself any more. */
export const WHOLE_SCHEDULE_MS = WAITS.reduce((sum, wait) => sum + wait, 0);
/** Share of a wait that is added at random, so that what failed together does not come back together. */
const JITTER = 0.1;

export type Judged = { kind: "delivered" } | { kind: "again"; inMs: number } | { kind: "over" } | { kind: "gone" };

/**
 * What follows from a try. `outcome` is a status, or null where none came; `tries` counts this one. A redirect is a
 * failure like any other, 410 asks never to be called again. `random` is from 0 to 1.
 */
export function judgeTry(outcome: number | null, tries: number, random: number): Judged {
  if (outcome !== null && outcome >= 200 && outcome < 300) return { kind: "delivered" };
  if (outcome === 410) return { kind: "gone" };
  const wait = WAITS[tries];
  return wait === undefined ? { kind: "over" } : { kind: "again", inMs: Math.round(wait * (1 + JITTER * random)) };
}
