import { readVector } from "../../severity/score";
import type { Lookups } from "./formats";

/** What the server looks up while it judges answers: large lists and the day in the program's zone. */
export function formLookups(now: Date, zone: string): Lookups {
  return { today: dayIn(now, zone), readVector };
}

function dayIn(now: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(now);
  const read = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? "";
  return `${read("year")}-${read("month")}-${read("day")}`;
}
