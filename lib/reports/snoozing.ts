import { z } from "zod";
import { localDay } from "../sla/local-day";
import type { ReportState } from "./state";

/** Instants of a report that is put aside; all null when it never was. */
export type Snoozed = { snoozedUntil: Date | null; snoozedAt: Date | null; reporterAt: Date };

/** Put aside and not yet back: its time has not come, and its reporter has not written since. */
export function isAsleep({ snoozedUntil, snoozedAt, reporterAt }: Snoozed, now: Date): boolean {
  if (snoozedUntil === null || snoozedAt === null) return false;
  return snoozedUntil.getTime() > now.getTime() && reporterAt.getTime() <= snoozedAt.getTime();
}

/** For how long a report can be put aside; mornings are those of the program's own zone. */
export const SNOOZES = ["hours", "morning", "three_days", "week"] as const;
export type Snooze = (typeof SNOOZES)[number];

export const SNOOZE_WORDS: Record<Snooze, string> = {
  hours: "for four hours",
  morning: "until tomorrow morning",
  three_days: "for three days",
  week: "until next Monday",
};

const FOUR_HOURS_MS = 4 * 3_600_000;
/** Local. */
const MORNING = "09:00";
const MONDAY = 1;

/** When a report that is put aside at `now` comes back by itself. */
export function snoozedUntil(snooze: Snooze, now: Date, zone: string): Date {
  if (snooze === "hours") return new Date(now.getTime() + FOUR_HOURS_MS);
  const today = localDay(now, zone);
  const days = { morning: 1, three_days: 3, week: 7 - ((today.dayOfWeek - MONDAY + 7) % 7) }[snooze];
  const day = today.add({ days });
  return new Date(day.toZonedDateTime({ timeZone: zone, plainTime: MORNING }).epochMilliseconds);
}

export const snoozeSchema = z.strictObject({
  version: z.coerce.number().int().positive(),
  snooze: z.enum(SNOOZES, "Select for how long"),
});
export type SnoozeInput = z.infer<typeof snoozeSchema>;

/** Why a report cannot be put aside, as a sentence, or null when it can. */
export function snoozeObstacle(state: ReportState): string | null {
  return state === "closed" ? "This report is closed, so there is nothing to put aside." : null;
}
