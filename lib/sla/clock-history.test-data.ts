import { expect } from "vitest";
import { clockEffectSchema } from "../ledger/report-events";
import type { Move, ReportState } from "../reports/state";
import { ONTARIO } from "./calendars.test-data";
import { type ClockTrigger, clockEffects } from "./clock";
import { applyEffects } from "./fold";
import { clockStatus } from "./status";
import { termsFor } from "./terms";
import type { ClockRun } from "./types";
import type { ClockId, ClockTerms } from "./vocabulary";

export const TERMS = termsFor({
  commitments: [
    { clock: "acknowledge", amount: 2, unit: "business_day", rigidity: "MUST" },
    { clock: "first_response", amount: 5, unit: "business_day", rigidity: "BEST_EFFORT" },
    { clock: "verify", amount: 1, unit: "week", rigidity: "TYPICAL" },
    { clock: "fix", amount: 30, unit: "day", rigidity: "SHOULD", severity: "high" },
  ],
  severity: "high",
});

export type Step = [at: string, trigger: ClockTrigger];

/** Fri 27 Jun 2025, 16:00 in Toronto. */
export const RECEIVED: Step = ["2025-06-27T20:00:00Z", { kind: "received" }];

export function run(steps: readonly Step[], terms: readonly ClockTerms[] = TERMS): ClockRun[] {
  return steps.reduce<ClockRun[]>((runs, [at, trigger]) => {
    const effects = clockEffects({ trigger, at: new Date(at), runs, terms, calendar: ONTARIO });
    for (const effect of effects) expect(clockEffectSchema.parse(effect)).toEqual(effect);
    return applyEffects(runs, { at, effects });
  }, []);
}

export function move(move: Move, from: ReportState, side: "reporter" | "staff" | "system" = "staff", message = false) {
  return { kind: "move", move, from, side, message } as const;
}

export const SAYS = (state: ReportState): ClockTrigger => ({ kind: "message", side: "staff", state });

export function of(runs: readonly ClockRun[], clock: ClockId): ClockRun {
  const found = runs.findLast((some) => some.clock === clock);
  if (!found) throw new Error(`no run of ${clock}`);
  return found;
}

/** "met", "running"… of each clock at an instant. */
export function states(runs: readonly ClockRun[], now: string): Record<string, string> {
  return Object.fromEntries(
    runs.map((some) => [
      `${some.clock}${some.run > 1 ? some.run : ""}`,
      clockStatus(some, ONTARIO, new Date(now)).state,
    ]),
  );
}
