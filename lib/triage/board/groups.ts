import { endOfDay, localDay } from "../../sla/local-day";
import type { Calendar, ClockRun } from "../../sla/types";

/** The groups of the clocks board (desk.md, `/staff/sla`), in the order in which they want somebody. */
export const BOARD_GROUPS = ["late", "today", "three_days", "paused"] as const;
export type BoardGroup = (typeof BOARD_GROUPS)[number];

/** How far ahead the board looks: today and the three local days after it. */
export const BOARD_DAYS = 3;

/** Where an unfinished clock stands on the board; null when it is due later than the board looks. */
export function boardGroup(run: ClockRun, { zone }: Pick<Calendar, "zone">, now: Date): BoardGroup | null {
  if (run.pausedAt !== null) return "paused";
  const due = Date.parse(run.due);
  if (due <= now.getTime()) return "late";
  const today = localDay(now, zone);
  // Both ends are exclusive instants: what is due by the end of today is due today.
  if (due <= endOfDay(today, zone).getTime()) return "today";
  return due <= endOfDay(today.add({ days: BOARD_DAYS }), zone).getTime() ? "three_days" : null;
}
