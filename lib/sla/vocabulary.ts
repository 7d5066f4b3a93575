/** The clocks of product.md §4. Ids are used in events, policies, receipts and on the command line. */
export const CLOCKS = [
  "acknowledge",
  "first_response",
  "verify",
  "next_update",
  "fix",
  "appeal",
  "exposure_alert",
  "policy_review",
  "key_expiry",
] as const;
export type ClockId = (typeof CLOCKS)[number];

/** Clocks a policy may promise. The others are ours: they never appear in a policy, its JSON or a receipt. */
export const COMMITMENT_CLOCKS = ["acknowledge", "first_response", "verify", "fix"] as const;
export type CommitmentClock = (typeof COMMITMENT_CLOCKS)[number];

export function isCommitmentClock(clock: ClockId): clock is CommitmentClock {
  return COMMITMENT_CLOCKS.some((promised) => promised === clock);
}

/** Clocks that a person may pause or extend by hand, with a reason (product.md §4). */
export const ADJUSTABLE_CLOCKS = ["fix", "next_update"] as const;
export type AdjustableClock = (typeof ADJUSTABLE_CLOCKS)[number];

export function isAdjustable(clock: ClockId): clock is AdjustableClock {
  return ADJUSTABLE_CLOCKS.some((adjustable) => adjustable === clock);
}

/** What a person may do to such a clock. */
export const ADJUSTMENTS = ["pause", "resume", "extend"] as const;
export type Adjustment = (typeof ADJUSTMENTS)[number];

export const UNITS = ["hour", "day", "week", "year", "business_day"] as const;
export type Unit = (typeof UNITS)[number];

/** How firmly a promise is meant (after Vultron's policy formalisation). */
export const RIGIDITIES = ["MUST", "SHOULD", "BEST_EFFORT", "TYPICAL"] as const;
export type Rigidity = (typeof RIGIDITIES)[number];

/** What one clock runs by: an amount of a unit, and how firmly it is meant. */
export type ClockTerms = {
  clock: ClockId;
  amount: number;
  unit: Unit;
  rigidity: Rigidity;
};
