export type WhenStyle = "datetime" | "date" | "dueDate" | "time";

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** No English locale knows every abbreviation: Toronto is EST in one and GMT-5 in the next. */
const ZONE_LOCALES = ["en-US", "en-CA", "en-GB", "en-AU", "en-NZ", "en-IN", "en-ZA"] as const;

const MINUTE = 60_000;
const DAY = 86_400_000;

type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

type ZoneFormats = { wall: Intl.DateTimeFormat; names: (Intl.DateTimeFormat | undefined)[] };

// Making a format costs a thousand times what using it does; a portal prints a handful of zones.
const formats = new Map<string, ZoneFormats>();
const ZONES_KEPT = 100;

function formatsOf(zone: string): ZoneFormats {
  const known = formats.get(zone);
  if (known) return known;
  const wall = new Intl.DateTimeFormat("en-US", {
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
  });
  if (formats.size >= ZONES_KEPT) formats.clear();
  const made: ZoneFormats = { wall, names: [] };
  formats.set(zone, made);
  return made;
}

function wallTime(at: Date, zone: string): WallTime {
  const parts = formatsOf(zone).wall.formatToParts(at);
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

/** What the locale at this place of ZONE_LOCALES calls the zone. */
function nameIn(place: number, at: Date, zone: string): string {
  const { names } = formatsOf(zone);
  names[place] ??= new Intl.DateTimeFormat(ZONE_LOCALES[place], { timeZone: zone, timeZoneName: "short" });
  return names[place].formatToParts(at).find((part) => part.type === "timeZoneName")?.value ?? "UTC";
}

/** "EST", "AEDT", or "UTC+5:45" where nobody has a short name. */
export function zoneAbbreviation(at: Date, zone: string): string {
  for (let place = 0; place < ZONE_LOCALES.length; place += 1) {
    const name = nameIn(place, at, zone);
    if (!/^(GMT|UTC)[+-]/.test(name)) return name;
  }
  return nameIn(0, at, zone).replace("GMT", "UTC").replace("-", "−");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function dayText({ year, month, day }: WallTime): string {
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  return `${weekday} ${day} ${MONTHS[month - 1]} ${year}`;
}

/**
 * The date in words. `time` is for what happened just now. `dueDate` takes the exclusive instant of a deadline: local midnight means the end of the day before.
 */
export function whenText(at: Date, zone: string, style: WhenStyle): string {
  const wall = wallTime(at, zone);
  if (style === "date") return dayText(wall);
  if (style === "time") return timeText(at, wall, zone);
  if (style === "dueDate" && wall.hour === 0 && wall.minute === 0 && wall.second === 0) {
    const before = new Date(at.getTime() - 1);
    return `the end of ${dayText(wallTime(before, zone))}, ${zoneAbbreviation(before, zone)}`;
  }
  return `${dayText(wall)}, ${timeText(at, wall, zone)}`;
}

function timeText(at: Date, { hour, minute }: WallTime, zone: string): string {
  return `${two(hour)}:${two(minute)} ${zoneAbbreviation(at, zone)}`;
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
