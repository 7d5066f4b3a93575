import { z } from "zod";
import { isUnfinished } from "../sla/fold";
import type { ClockRun, PauseCause } from "../sla/types";
import { ADJUSTABLE_CLOCKS, ADJUSTMENTS, type AdjustableClock, type Adjustment, isAdjustable } from "../sla/vocabulary";
import { messageText } from "./moves";

/** Whom a clock waits on while a person has paused it. */
export const WAITING_ON = [
  "waiting_on_third_party",
  "waiting_on_reporter",
  "waiting_on_us",
] as const satisfies readonly PauseCause[];

/** An extension is of days that a person can picture; a longer one is a new decision. */
export const EXTENSION_MAX_DAYS = 90;
export const EXTENSION_UNITS = ["business_day", "day"] as const;

/** What the form at a clock sends. Errors stand at `because`, `amount` and `text`. */
export const adjustmentSchema = z
  .strictObject({
    adjustment: z.enum(ADJUSTMENTS),
    clock: z.enum(ADJUSTABLE_CLOCKS),
    version: z.coerce.number().int().positive(),
    because: z.enum(WAITING_ON).or(z.literal("")).optional(),
    amount: z.string().trim().max(10).optional(),
    unit: z.enum(EXTENSION_UNITS).default("business_day"),
    /** The reason, in words for the reporter: it is sent to them. */
    text: messageText,
  })
  .transform((given, issues) => {
    const wrong = (field: string, message: string) => issues.addIssue({ code: "custom", path: [field], message });
    if (given.text === "") wrong("text", "Write to the reporter why");
    const amount = Number(given.amount);
    const { adjustment, clock, version, text, because } = given;
    const about = { clock, version, text };
    if (adjustment === "pause") {
      if (!because) wrong("because", "Select whom this waits on");
      return { ...about, adjustment, because: because || ("waiting_on_us" as const) };
    }
    if (adjustment === "resume") return { ...about, adjustment };
    if (!Number.isInteger(amount) || amount < 1 || amount > EXTENSION_MAX_DAYS) {
      wrong("amount", `Enter a number of days from 1 to ${EXTENSION_MAX_DAYS}`);
    }
    return { ...about, adjustment, amount, unit: given.unit };
  });
export type AdjustmentInput = z.output<typeof adjustmentSchema>;

/** Why a clock cannot be adjusted like this now, in a sentence; null when it can. */
export function adjustmentObstacle(
  runs: readonly ClockRun[],
  { adjustment, clock }: { adjustment: Adjustment; clock: AdjustableClock },
): string | null {
  const run = runs.find((some) => some.clock === clock && isUnfinished(some));
  if (!run) return "This clock does not run now, so there is nothing to adjust.";
  if (run.pausedBecause === "closed") return "The report is closed: its clocks stand still until it is opened again.";
  if (adjustment === "pause" && run.pausedAt !== null) return "This clock is paused already.";
  if (adjustment === "resume" && run.pausedAt === null) return "This clock runs already.";
  return null;
}

/** The adjustments that make sense now, by clock, in the order of the clocks. */
export function adjustmentsOf(runs: readonly ClockRun[]): { clock: AdjustableClock; adjustments: Adjustment[] }[] {
  return [...new Set(runs.map(({ clock }) => clock))].filter(isAdjustable).flatMap((clock) => {
    const adjustments = ADJUSTMENTS.filter((adjustment) => adjustmentObstacle(runs, { adjustment, clock }) === null);
    return adjustments.length > 0 ? [{ clock, adjustments }] : [];
  });
}
