import ICAL from "ical.js";
import type { Holiday, LeftOut } from "./list";

/** A file that cannot be read at all; the message is the sentence to show. */
export class CalendarFileError extends Error {
  override readonly name = "CalendarFileError";
}

/** Bytes of a calendar file: ten years of holidays take a twentieth of it. */
export const CALENDAR_FILE_MAX = 256 * 1024;
const EVENTS_MAX = 2000;
/** Steps of one repeating event: yearly from 1900, or weekly for ten years. */
const STEPS_MAX = 600;
const DAYS_OF_ONE_EVENT_MAX = 31;
const NAME_MAX = 100;

export type FromFile = {
  /** One entry a day, in order. */
  holidays: Holiday[];
  /** What the file also held and why it is no holiday; `date` is that of the first occurrence. */
  skipped: LeftOut[];
};

/**
 * The whole days of an iCalendar file (RFC 5545) between two local dates, both included. An event of several days gives
 * each of them, one that repeats each occurrence. Errors: CalendarFileError with one sentence.
 */
export function holidaysInFile(text: string, between: { from: string; to: string }): FromFile {
  const names = new Map<string, string>();
  const skipped: LeftOut[] = [];
  for (const component of eventsOf(text)) {
    const event = new ICAL.Event(component);
    // Repetitions with a date of their own are read with the event that they belong to.
    if (event.isRecurrenceException()) continue;
    const name = nameOf(event.summary);
    const start = firstDayOf(event);
    if (start === null) {
      skipped.push({ date: "", name, reason: "it has no date" });
      continue;
    }
    const refuse = (reason: string) => skipped.push({ date: start, name, reason });
    if (!event.startDate.isDate) refuse("it has a time, so it is no whole day");
    else if (String(component.getFirstPropertyValue("status") ?? "").toUpperCase() === "CANCELLED")
      refuse("it was cancelled");
    else {
      const found = daysOf(event, between);
      if (typeof found === "string") refuse(found);
      else if (found.length === 0) refuse(`no day of it lies between ${between.from} and ${between.to}`);
      for (const day of typeof found === "string" ? [] : found) {
        const known = names.get(day.date);
        // Two calendars in one file often name one day twice.
        if (known === undefined) names.set(day.date, day.name);
        else if (known !== day.name && !known.split(" / ").includes(day.name))
          names.set(day.date, `${known} / ${day.name}`.slice(0, NAME_MAX));
      }
    }
  }
  const holidays = [...names].map(([date, name]) => ({ date, name })).sort((a, b) => a.date.localeCompare(b.date));
  if (holidays.length === 0 && skipped.length === 0) throw new CalendarFileError("The calendar holds no events.");
  return { holidays, skipped };
}

function eventsOf(text: string): ICAL.Component[] {
  const plain = text.replace(/^\uFEFF/, "").trim();
  if (plain === "") throw new CalendarFileError("The calendar is empty.");
  if (plain.length > CALENDAR_FILE_MAX) throw new CalendarFileError("The calendar is larger than 256 kB.");
  if (!/^BEGIN:VCALENDAR/i.test(plain))
    throw new CalendarFileError("This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.");
  let calendars: ICAL.Component[];
  try {
    const parsed: unknown = ICAL.parse(plain);
    // Several calendars in one file come as a list of them.
    const list = Array.isArray(parsed) && typeof parsed[0] === "string" ? [parsed] : (parsed as unknown[]);
    calendars = list.map((jcal) => new ICAL.Component(jcal as ConstructorParameters<typeof ICAL.Component>[0]));
  } catch {
    throw new CalendarFileError("The calendar breaks off or has a line that is not iCalendar, so nothing was read.");
  }
  const events = calendars.flatMap((calendar) => calendar.getAllSubcomponents("vevent"));
  if (events.length > EVENTS_MAX)
    throw new CalendarFileError(`The calendar holds more than ${EVENTS_MAX} events; export the holidays alone.`);
  return events;
}

function firstDayOf(event: ICAL.Event): string | null {
  try {
    const { startDate } = event;
    return startDate ? localDay(startDate) : null;
  } catch {
    return null;
  }
}

/** The days of an event in the window, or why it has none. */
function daysOf(event: ICAL.Event, { from, to }: { from: string; to: string }): Holiday[] | string {
  const days: Holiday[] = [];
  try {
    if (!event.isRecurring()) {
      const last = spanOf(event.startDate, event.endDate, nameOf(event.summary), days);
      return last ?? days.filter(({ date }) => date >= from && date <= to);
    }
    const rules = event.component.getAllProperties("rrule").map((property) => property.getFirstValue());
    if (!rules.every(isHolidayRule)) return "it repeats in a way that no holiday does";
    const occurrences = event.iterator();
    for (let step = 0; ; step++) {
      const next = occurrences.next();
      if (!next || localDay(next) > to) break;
      if (step >= STEPS_MAX) return "it repeats too often for a holiday";
      if (!rules.every((rule) => isMonthOf(rule, next))) continue;
      const { item, startDate, endDate } = event.getOccurrenceDetails(next);
      const cancelled = String(item.component.getFirstPropertyValue("status") ?? "").toUpperCase() === "CANCELLED";
      if (cancelled || !startDate.isDate) continue;
      const refused = spanOf(startDate, endDate, nameOf(item.summary), days);
      if (refused) return refused;
    }
  } catch {
    return "its dates or its repetition cannot be read";
  }
  return days.filter(({ date }) => date >= from && date <= to);
}

/**
 * The library searches without end for a daily rule that its own parts exclude, such as every 30 February, and takes an
 * ordinal beyond a month into the next one; so only rules get to it that it answers rightly.
 */
function isHolidayRule(rule: unknown): rule is ICAL.Recur {
  if (!(rule instanceof ICAL.Recur)) return false;
  const parts = Object.keys(rule.parts);
  switch (rule.freq) {
    case "DAILY":
      return parts.length === 0;
    case "WEEKLY":
      return parts.every((part) => part === "BYDAY") && ordinalsOf(rule).every((ordinal) => ordinal === 0);
    case "MONTHLY":
    case "YEARLY":
      return (
        parts.every((part) => ["BYMONTH", "BYMONTHDAY", "BYDAY"].includes(part)) &&
        ordinalsOf(rule).every((ordinal) => Math.abs(ordinal) <= 5)
      );
    default:
      return false;
  }
}

function ordinalsOf(rule: ICAL.Recur): number[] {
  return [rule.parts.BYDAY ?? []].flat().map((day) => Number.parseInt(String(day), 10) || 0);
}

/** The library makes the 2nd of March of a 30th of February. */
function isMonthOf(rule: unknown, { month }: ICAL.Time): boolean {
  const months = rule instanceof ICAL.Recur ? [rule.parts.BYMONTH ?? []].flat() : [];
  return months.length === 0 || months.map(Number).includes(month);
}

/** Adds each day from the start to before the end (RFC 5545 §3.6.1: the end of whole days is exclusive). */
function spanOf(start: ICAL.Time, end: ICAL.Time | null, name: string, days: Holiday[]): string | null {
  const day = start.clone();
  const until = end ? localDay(end) : "";
  for (let counted = 0; counted === 0 || localDay(day) < until; counted++) {
    if (counted >= DAYS_OF_ONE_EVENT_MAX) return `it lasts longer than ${DAYS_OF_ONE_EVENT_MAX} days`;
    days.push({ date: localDay(day), name });
    day.adjust(1, 0, 0, 0);
  }
  return null;
}

function localDay(time: ICAL.Time): string {
  return time.toString().slice(0, 10);
}

function nameOf(summary: string | null | undefined): string {
  const name = (summary ?? "").replace(/\s+/g, " ").trim().slice(0, NAME_MAX);
  return name === "" ? "Holiday" : name;
}
