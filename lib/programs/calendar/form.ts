import { HOLIDAYS_MAX, mergeHolidays, readHolidays, writeHolidays } from "../../sla/holidays/list";
import type { Calendar } from "../../sla/types";
import { calendarSchema } from "../schema";

/** What the form holds, as typed. */
export type CalendarTyped = {
  region: string;
  zone: string;
  workingDays: string[];
  cutOff: string;
  holidays: string;
  proposeRegion: string;
  icsText: string;
};
export type CalendarErrors = Partial<Record<keyof CalendarTyped | "icsFile" | "form", string>>;

export function typedCalendar(calendar: Calendar): CalendarTyped {
  return {
    region: calendar.region,
    zone: calendar.zone,
    workingDays: calendar.workingDays.map(String),
    cutOff: calendar.cutOff ?? "",
    holidays: writeHolidays(calendar.holidays),
    proposeRegion: "",
    icsText: "",
  };
}

/** The calendar that was typed, or what is wrong with it at each field. */
export function readCalendar(
  typed: CalendarTyped,
  version: number,
): { calendar: Calendar; errors: null } | { calendar: null; errors: CalendarErrors } {
  const { holidays, problems } = readHolidays(typed.holidays);
  const parsed = calendarSchema.safeParse({
    version,
    region: typed.region.trim(),
    zone: typed.zone.trim(),
    workingDays: [...new Set(typed.workingDays.map(Number))].sort((a, b) => a - b),
    cutOff: typed.cutOff.trim() === "" ? null : typed.cutOff.trim(),
    holidays: holidays.slice(0, HOLIDAYS_MAX),
  });
  const errors: CalendarErrors = {};
  if (!parsed.success) {
    const failed = new Set(parsed.error.issues.map(({ path }) => path[0]));
    if (failed.has("region")) errors.region = "Name the region, with at most 100 characters";
    if (failed.has("zone")) errors.zone = "Give a time zone by its IANA name, such as Pacific/Auckland";
    if (failed.has("workingDays")) errors.workingDays = "Choose at least one working day";
    if (failed.has("cutOff")) errors.cutOff = "Enter a time from 00:00 to 23:59, such as 17:00, or leave it empty";
  }
  const [first] = problems;
  if (first) {
    const rest = problems.length > 1 ? ` (and ${problems.length - 1} more: ${problems.slice(1, 4).join("; ")})` : "";
    errors.holidays = `${first}${rest}`;
  }
  if (!parsed.success || first) return { calendar: null, errors };
  return { calendar: parsed.data, errors: null };
}

/** The typed list with more days in it; what cannot be read of it stays as it is. */
export function withHolidays(text: string, more: readonly { date: string; name: string }[]) {
  const { holidays, problems } = readHolidays(text);
  if (problems.length > 0) return { text, added: [], problem: problems[0] ?? null };
  const merged = mergeHolidays(holidays, more);
  return { text: writeHolidays(merged.holidays), added: merged.added, problem: null };
}
