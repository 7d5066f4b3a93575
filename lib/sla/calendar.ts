import { Temporal } from "temporal-polyfill";
import { endOfDay, lastLocalDay, zoned } from "./local-day";
import type { Calendar, Derivation } from "./types";
import type { Unit } from "./vocabulary";
import { amountWords, formatDate, formatInstant, formatLocalDate, formatShortDate } from "./words-of-time";

/*
 * Due dates: product.md §4, "Units", "Business-day rule" and "Pauses". Every zone question goes to Temporal.
 */

/** The calendar itself cannot answer: it names no working day, or no zone that exists. */
export class CalendarError extends Error {
  override readonly name = "CalendarError";
}

/** A day that was passed over; `holiday` is null for a day outside the working week. */
export type SkippedDay = { date: string; holiday: string | null };

export type Due = {
  /** Exclusive: anything strictly before this instant is in time. */
  due: Date;
  /** The last local date, "YYYY-MM-DD", in the calendar's zone. */
  dueDate: string;
  skipped: readonly SkippedDay[];
  derivation: Derivation;
};

/** A closed period longer than this is a mistake in the calendar: no year lacks a working day. */
const LONGEST_CLOSURE_DAYS = 366;

/** More skipped days of the week than this are counted, not listed. */
const LISTED_SKIPS = 6;

export type Span = { amount: number; unit: Unit };

/** When a promise of `amount` `unit`s that starts at `start` is due. `startedBy` opens the derivation. */
export function dueAt(input: Span & { start: Date; calendar: Calendar; startedBy?: string }): Due {
  const { start, amount, unit, calendar, startedBy = "Received" } = input;
  checkSpan(input);
  checkCalendar(calendar);
  const local = zoned(start, calendar.zone);
  const day = local.toPlainDate();
  const opening = `${startedBy} ${formatInstant(start, calendar.zone)}`;
  switch (unit) {
    case "hour": {
      const due = new Date(start.getTime() + Math.max(1, Math.round(amount * 3_600_000)));
      const dueDate = lastLocalDay(due, calendar.zone).toString();
      const closing = `Due before ${formatInstant(due, calendar.zone)}`;
      return { due, dueDate, skipped: [], derivation: [opening, `${amountWords(input)}, around the clock`, closing] };
    }
    case "day":
    case "week": {
      const last = day.add(unit === "day" ? { days: amount } : { weeks: amount });
      const rule = `${amountWords(input)}, every day counted, from the day after`;
      return endingOn(last, calendar, [opening, rule]);
    }
    case "year":
      return endingOn(day.add({ years: amount }), calendar, [opening, `${amountWords(input)}, to the same date`]);
    case "business_day": {
      const late = isPastCutOff(local, calendar);
      const from = late ? nextWorkingDay(day, calendar) : day;
      const { date, skipped } = stepWorkingDays(from, amount, calendar);
      const rule = `${amountWords(input)}, ${calendar.region} calendar v${calendar.version}`;
      const cutOff = late
        ? [`After the cut-off at ${calendar.cutOff}: counts as received on ${formatShortDate(from.toString())}`]
        : [];
      return endingOn(date, calendar, [opening, rule, ...cutOff, ...skipWords(skipped)], skipped);
    }
  }
}

/**
 * The due date after a pause: later by the local days from the date of the pause to the date of
 * resuming (working days for `business_day`, exact time for `hour`), and never earlier.
 */
export function resumeDue(input: {
  due: Date;
  unit: Unit;
  pausedAt: Date;
  resumedAt: Date;
  calendar: Calendar;
  because?: string;
}): Omit<Due, "skipped"> {
  const { due, unit, pausedAt, calendar } = input;
  checkCalendar(calendar);
  const resumedAt = input.resumedAt < pausedAt ? pausedAt : input.resumedAt;
  const because = input.because ? `, ${input.because}` : "";
  if (unit === "hour") {
    const moved = new Date(due.getTime() + (resumedAt.getTime() - pausedAt.getTime()));
    const pause = `Paused ${formatInstant(pausedAt, calendar.zone)} to ${formatInstant(resumedAt, calendar.zone)}`;
    return atInstant(moved, calendar, [`${pause}${because}`]);
  }
  const from = zoned(pausedAt, calendar.zone).toPlainDate();
  const to = zoned(resumedAt, calendar.zone).toPlainDate();
  const last = lastLocalDay(due, calendar.zone);
  const working = unit === "business_day";
  const days = working ? workingDaysBetween(from, to, calendar) : from.until(to, { largestUnit: "days" }).days;
  const date = working ? stepWorkingDays(last, days, calendar).date : last.add({ days });
  const span = from.equals(to)
    ? `Paused and resumed on ${formatDate(to.toString())}`
    : `Paused ${formatShortDate(from.toString())} to ${formatDate(to.toString())}`;
  const length = days === 0 ? "no day added" : `${amountWords({ amount: days, unit: working ? unit : "day" })} added`;
  const { due: moved, dueDate, derivation } = endingOn(date, calendar, [`${span}${because}: ${length}`], [], "Now due");
  return { due: moved, dueDate, derivation };
}

/** The due date after an extension by an amount: counted from the due date, not from today. */
export function extendDue(input: Span & { due: Date; calendar: Calendar }): Omit<Due, "skipped"> {
  const { due, amount, unit, calendar } = input;
  checkSpan(input);
  checkCalendar(calendar);
  const opening = [`Extended by ${amountWords(input)}`];
  if (unit === "hour")
    return atInstant(new Date(due.getTime() + Math.max(1, Math.round(amount * 3_600_000))), calendar, opening);
  const last = lastLocalDay(due, calendar.zone);
  const date =
    unit === "business_day" ? stepWorkingDays(last, amount, calendar).date : last.add({ [`${unit}s`]: amount });
  const { due: moved, dueDate, derivation } = endingOn(date, calendar, opening, [], "Now due");
  return { due: moved, dueDate, derivation };
}

export function isWorkingDay(date: string, calendar: Calendar): boolean {
  return works(Temporal.PlainDate.from(date), calendar);
}

/** The `count`th working day after a local date, which itself never counts. */
export function addWorkingDays(
  date: string,
  count: number,
  calendar: Calendar,
): { date: string; skipped: readonly SkippedDay[] } {
  checkCalendar(calendar);
  const { date: last, skipped } = stepWorkingDays(Temporal.PlainDate.from(date), count, calendar);
  return { date: last.toString(), skipped };
}

/** Throws a CalendarError unless the calendar can count days at all. */
export function checkCalendar(calendar: Calendar): void {
  if (!calendar.workingDays.some((day) => Number.isInteger(day) && day >= 1 && day <= 7))
    throw new CalendarError(`${nameOf(calendar)} names no working day of the week.`);
  if (calendar.cutOff !== null && !/^([01]\d|2[0-3]):[0-5]\d$/.test(calendar.cutOff))
    throw new CalendarError(`${nameOf(calendar)} has the cut-off “${calendar.cutOff}”, which is no time of day.`);
  try {
    zoned(new Date(0), calendar.zone);
  } catch {
    throw new CalendarError(`${nameOf(calendar)} has the time zone “${calendar.zone}”, which does not exist.`);
  }
}

function checkSpan({ amount, unit }: Span): void {
  const whole = unit === "hour" || Number.isInteger(amount);
  if (!whole || !Number.isFinite(amount) || amount <= 0)
    throw new RangeError(`${amount} is no amount of ${unit}s that a clock can run for.`);
}

function nameOf(calendar: Calendar): string {
  return `The ${calendar.region} calendar v${calendar.version}`;
}

function isPastCutOff(local: Temporal.ZonedDateTime, calendar: Calendar): boolean {
  return (
    calendar.cutOff !== null &&
    Temporal.PlainTime.compare(local.toPlainTime(), Temporal.PlainTime.from(calendar.cutOff)) >= 0
  );
}

function works(day: Temporal.PlainDate, calendar: Calendar): boolean {
  return calendar.workingDays.includes(day.dayOfWeek) && holidayOn(day, calendar) === null;
}

function holidayOn(day: Temporal.PlainDate, calendar: Calendar): string | null {
  const date = day.toString();
  return calendar.holidays.find((holiday) => holiday.date === date)?.name ?? null;
}

function nextWorkingDay(day: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate {
  return stepWorkingDays(day, 1, calendar).date;
}

function stepWorkingDays(from: Temporal.PlainDate, count: number, calendar: Calendar) {
  const skipped: SkippedDay[] = [];
  let date = from;
  for (let counted = 0; counted < count; counted++) {
    let passed = 0;
    date = date.add({ days: 1 });
    while (!works(date, calendar)) {
      if (++passed > LONGEST_CLOSURE_DAYS)
        throw new CalendarError(
          `${nameOf(calendar)} has no working day in the ${LONGEST_CLOSURE_DAYS} days before ${date.toString()}.`,
        );
      const holiday = calendar.workingDays.includes(date.dayOfWeek) ? holidayOn(date, calendar) : null;
      skipped.push({ date: date.toString(), holiday });
      date = date.add({ days: 1 });
    }
  }
  return { date, skipped };
}

/** Working days after `from`, up to and including `to`. */
function workingDaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate, calendar: Calendar): number {
  let count = 0;
  for (let day = from.add({ days: 1 }); Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: 1 }))
    if (works(day, calendar)) count++;
  return count;
}

function endingOn(
  last: Temporal.PlainDate,
  calendar: Calendar,
  derivation: readonly string[],
  skipped: readonly SkippedDay[] = [],
  closing = "Due",
): Due {
  const dueDate = last.toString();
  const ending = `${closing} by the end of ${formatLocalDate(dueDate, calendar.zone)}`;
  return { due: endOfDay(last, calendar.zone), dueDate, skipped, derivation: [...derivation, ending] };
}

function atInstant(due: Date, calendar: Calendar, derivation: readonly string[]): Omit<Due, "skipped"> {
  const ending = `Now due before ${formatInstant(due, calendar.zone)}`;
  return { due, dueDate: lastLocalDay(due, calendar.zone).toString(), derivation: [...derivation, ending] };
}

function skipWords(skipped: readonly SkippedDay[]): string[] {
  const weekly = skipped.filter((day) => day.holiday === null);
  if (weekly.length > LISTED_SKIPS)
    return [
      `${weekly.length} days outside the working week skipped`,
      ...skipped.filter((day) => day.holiday !== null).map(skippedHoliday),
    ];
  const words: string[] = [];
  let run: string[] = [];
  const flush = () => {
    if (run.length > 0) words.push(`${joined(run)} skipped`);
    run = [];
  };
  for (const day of skipped) {
    if (day.holiday === null) {
      run.push(formatShortDate(day.date));
    } else {
      flush();
      words.push(skippedHoliday(day));
    }
  }
  flush();
  return words;
}

function skippedHoliday(day: SkippedDay): string {
  return `${formatShortDate(day.date)} skipped: ${day.holiday}`;
}

function joined(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
