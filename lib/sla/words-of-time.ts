import { Temporal } from "temporal-polyfill";
import { endOfDay, zoned } from "./local-day";
import type { Unit } from "./vocabulary";

/*
 * The one place where instants, dates and lengths of time become English. Names of days and months
 * are written out here, not asked of Intl: locale data differs between a server and a browser.
 */

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Locales asked in turn for a zone's short name: each knows the names of its own region only. */
const NAME_LOCALES = ["en-CA", "en-AU", "en-GB", "en-NZ", "en-IN", "en-ZA"] as const;

const nameFormats = new Map<string, Intl.DateTimeFormat[]>();

/** "EDT", "AEST", "BST"; where English has no name for the zone, "GMT+9". */
export function zoneName(instant: Date, zone: string): string {
  let formats = nameFormats.get(zone);
  if (!formats) {
    formats = NAME_LOCALES.map(
      (locale) => new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "short", hour: "2-digit" }),
    );
    nameFormats.set(zone, formats);
  }
  let first: string | undefined;
  for (const format of formats) {
    const name = nameIn(format, instant);
    if (!/^(GMT|UTC)[+−-]/.test(name)) return name;
    first ??= name;
  }
  return first ?? zone;
}

function nameIn(format: Intl.DateTimeFormat, instant: Date): string {
  return format.formatToParts(instant).find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** "Fri 27 Jun 2025, 16:00 EDT". */
export function formatInstant(instant: Date | string, zone: string): string {
  const at = new Date(instant);
  const local = zoned(at, zone);
  const time = `${twoDigits(local.hour)}:${twoDigits(local.minute)}`;
  return `${longDate(local.toPlainDate())}, ${time} ${zoneName(at, zone)}`;
}

/** "Wed 2 Jul 2025, EDT": a local date, with the zone's name at the end of that day. */
export function formatLocalDate(date: string, zone: string): string {
  const day = Temporal.PlainDate.from(date);
  return `${longDate(day)}, ${zoneName(new Date(endOfDay(day, zone).getTime() - 1), zone)}`;
}

/** "Wed 2 Jul 2025", where the zone is said beside it. */
export function formatDate(date: string): string {
  return longDate(Temporal.PlainDate.from(date));
}

/** "Wed 2 Jul", for lists whose year and zone are said beside them. */
export function formatShortDate(date: string): string {
  const day = Temporal.PlainDate.from(date);
  return `${WEEKDAYS[day.dayOfWeek - 1]} ${dayAndMonth(day)}`;
}

/** "4 Jul". */
export function formatDayAndMonth(date: string): string {
  return dayAndMonth(Temporal.PlainDate.from(date));
}

/** "2 business days", "1 week". */
export function amountWords({ amount, unit }: { amount: number; unit: Unit }): string {
  return plural(amount, unit.replace("_", " "));
}

const LENGTHS = [
  { short: "d", long: "day", ms: 86_400_000 },
  { short: "h", long: "hour", ms: 3_600_000 },
  { short: "m", long: "minute", ms: 60_000 },
] as const;

/** "1 d 3 h": a length in milliseconds, rounded down to its `units` largest units; "under 1 m" when shorter. */
export function durationWords(ms: number, units: 1 | 2 = 2): string {
  return lengthParts(ms, units, (count, length) => `${count} ${length.short}`) || "under 1 m";
}

/** "1 day 3 hours": as `durationWords`, in full. */
export function longDurationWords(ms: number, units: 1 | 2 = 2): string {
  return lengthParts(ms, units, (count, length) => plural(count, length.long)) || "less than a minute";
}

function lengthParts(ms: number, units: number, say: (count: number, length: (typeof LENGTHS)[number]) => string) {
  let rest = Math.abs(ms);
  const counts = LENGTHS.map((length) => {
    const count = Math.floor(rest / length.ms);
    rest -= count * length.ms;
    return { count, length };
  });
  const first = counts.findIndex(({ count }) => count > 0);
  if (first < 0) return "";
  return counts
    .slice(first, first + units)
    .filter(({ count }) => count > 0)
    .map(({ count, length }) => say(count, length))
    .join(" ");
}

function longDate(day: Temporal.PlainDate): string {
  return `${WEEKDAYS[day.dayOfWeek - 1]} ${dayAndMonth(day)} ${day.year}`;
}

function dayAndMonth(day: Temporal.PlainDate): string {
  return `${day.day} ${MONTHS[day.month - 1]}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
