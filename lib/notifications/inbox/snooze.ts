import { snoozedUntil } from "../../reports/snoozing";
import { instantOfLocal } from "../../sla/local-day";

/** Until when an entry can be put aside: mornings of the report's own zone. */
export const INBOX_SNOOZES = ["morning", "week", "day"] as const;
export type InboxSnooze = (typeof INBOX_SNOOZES)[number];

/** Longest time, in days: what is never looked at again is done, not put aside. */
export const SNOOZED_DAYS = 366;
const DAY_MS = 86_400_000;

/** When an entry that is put aside at `now` comes back by itself; null when the day is none to come, or too far away. */
export function backAt({ snooze, day }: { snooze: InboxSnooze; day: string }, now: Date, zone: string): Date | null {
  if (snooze !== "day") return snoozedUntil(snooze, now, zone);
  const morning = instantOfLocal(`${day}T09:00`, zone);
  if (morning === null || morning <= now) return null;
  return morning.getTime() - now.getTime() > SNOOZED_DAYS * DAY_MS ? null : morning;
}
