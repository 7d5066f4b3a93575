export type WhenStyle = "datetime" | "date" | "dueDate";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** No English locale knows every abbreviation: Toronto is EST in one and GMT-5 in the next. */
const ZONE_LOCALES = ["en-US", "en-CA", "en-GB", "en-AU", "en-NZ", "en-IN", "en-ZA"] as const;

const MINUTE = 60_000;
const DAY = 86_400_000;

type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

function wallTime(at: Date, zone: string): WallTime {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return {
    year: read("year"),
    month: read("month"),
    day: read("day"),
    hour: read("hour"),
    minute: read("minute"),
    second: read("second"),
  };
}

/** "EST", "AEDT", or "UTC+5:45" where nobody has a short name. */
export function zoneAbbreviation(at: Date, zone: string): string {
  const names = ZONE_LOCALES.map((locale) => {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "short" }).formatToParts(at);
    return parts.find((part) => part.type === "timeZoneName")?.value ?? "UTC";
  });
  const named = names.find((name) => !/^(GMT|UTC)[+-]/.test(name));
  return named ?? (names[0] ?? "UTC").replace("GMT", "UTC").replace("-", "−");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function dayText(at: Date, zone: string): string {
  const { year, month, day } = wallTime(at, zone);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${weekday} ${day} ${MONTHS[month - 1]} ${year}`;
}

/**
 * The date in words. `dueDate` takes the exclusive instant of a deadline: local midnight means the end of the day before.
 */
export function whenText(at: Date, zone: string, style: WhenStyle): string {
  const name = zoneAbbreviation(at, zone);
  if (style === "date") return dayText(at, zone);
  const { hour, minute, second } = wallTime(at, zone);
  if (style === "dueDate" && hour === 0 && minute === 0 && second === 0) {
    const before = new Date(at.getTime() - 1);
    return `the end of ${dayText(before, zone)}, ${zoneAbbreviation(before, zone)}`;
  }
  return `${dayText(at, zone)}, ${two(hour)}:${two(minute)} ${name}`;
}

function counted(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? "" : "s"}`;
}

/** "in 2 days", "3 hours ago"; an addition to the absolute text, never its replacement. */
export function relativeText(at: Date, now: Date): string {
  const distance = at.getTime() - now.getTime();
  const size = Math.abs(distance);
  if (size < MINUTE) return "now";
  const amount =
    size < 60 * MINUTE
      ? counted(Math.floor(size / MINUTE), "minute")
      : size < 2 * DAY
        ? counted(Math.floor(size / (60 * MINUTE)), "hour")
        : counted(Math.floor(size / DAY), "day");
  return distance > 0 ? `in ${amount}` : `${amount} ago`;
}
