import type { Calendar } from "../types";
import { formatDate } from "../words-of-time";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** "Monday, Tuesday". */
export function workingDayWords(days: readonly number[]): string {
  return [...days]
    .sort((a, b) => a - b)
    .map((day) => DAYS[day - 1] ?? "?")
    .join(", ");
}

/** What a calendar version changes against the one before it, a sentence each; empty when nothing but its number. */
export function calendarChanges(before: Calendar, after: Calendar): string[] {
  const changes: string[] = [];
  const say = (what: string, from: string, to: string) => {
    if (from !== to) changes.push(`${what}: ${from} → ${to}`);
  };
  say("Region", before.region, after.region);
  say("Time zone", before.zone, after.zone);
  say("Working days", workingDayWords(before.workingDays), workingDayWords(after.workingDays));
  say("Cut-off", before.cutOff ?? "none", after.cutOff ?? "none");
  const old = new Map(before.holidays.map(({ date, name }) => [date, name]));
  const now = new Map(after.holidays.map(({ date, name }) => [date, name]));
  for (const [date, name] of now) {
    const was = old.get(date);
    if (was === undefined) changes.push(`Holiday added: ${formatDate(date)}, ${name}`);
    else if (was !== name) changes.push(`Holiday renamed: ${formatDate(date)}, ${was} → ${name}`);
  }
  for (const [date, name] of old) if (!now.has(date)) changes.push(`Holiday removed: ${formatDate(date)}, ${name}`);
  return changes;
}
