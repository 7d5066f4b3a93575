import { type ClockId, type ClockTerms, COMMITMENT_CLOCKS, type CommitmentClock, type Unit } from "./vocabulary";

/** Ours, not of a policy: product.md §4, row "next update". A program may set its own number of days. */
export const NEXT_UPDATE_TERMS = { clock: "next_update", amount: 14, unit: "day", rigidity: "SHOULD" } as const;

/** Ours: product.md §4, row "appeal". */
export const APPEAL_TERMS = { clock: "appeal", amount: 5, unit: "business_day", rigidity: "MUST" } as const;

/** Internal, around the clock: product.md §4, row "sensitive-data alert". */
export const EXPOSURE_ALERT_TERMS = { clock: "exposure_alert", amount: 4, unit: "hour", rigidity: "MUST" } as const;

export type CommitmentTerms = {
  clock: CommitmentClock;
  amount: number;
  unit: Unit;
  rigidity: ClockTerms["rigidity"];
  severity?: string | undefined;
};

/**
 * The terms a report's clocks run by: what its pinned policy commits to, with the fix target of its
 * severity if the policy publishes one, and our own aims. A commitment not made has no terms.
 */
export function termsFor(input: {
  commitments: readonly CommitmentTerms[];
  severity?: string | null;
  nextUpdateDays?: number | null;
}): ClockTerms[] {
  const promised = COMMITMENT_CLOCKS.flatMap((clock) => {
    const ofClock = input.commitments.filter((commitment) => commitment.clock === clock);
    const chosen =
      ofClock.find(({ severity }) => severity !== undefined && severity === input.severity) ??
      ofClock.find(({ severity }) => severity === undefined);
    return chosen ? [{ clock, amount: chosen.amount, unit: chosen.unit, rigidity: chosen.rigidity }] : [];
  });
  const nextUpdate = { ...NEXT_UPDATE_TERMS, amount: input.nextUpdateDays ?? NEXT_UPDATE_TERMS.amount };
  return [...promised, nextUpdate, APPEAL_TERMS];
}

/** Whether a clock is the program's own aim, not a promise of its policy: a fix target only ever comes from one. */
export function isOurs(clock: ClockId): boolean {
  return !COMMITMENT_CLOCKS.some((promised) => promised === clock);
}
