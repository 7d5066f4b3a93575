import { Temporal } from "temporal-polyfill";

// A page of clocks asks for the same few midnights again and again, and zone arithmetic is the dear part of each.
const KEPT = 2_000;
const lastDays = new Map<string, Temporal.PlainDate>();
const dayEnds = new Map<string, number>();

function remembered<T>(kept: Map<string, T>, key: string, compute: () => T): T {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const value = compute();
  if (kept.size >= KEPT) kept.clear();
  kept.set(key, value);
  return value;
}

/** An instant as its wall clock in a zone. */
export function zoned(instant: Date | string, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(new Date(instant).getTime()).toZonedDateTimeISO(zone);
}

/** The local date of an instant. */
export function localDay(instant: Date | string, zone: string): Temporal.PlainDate {
  return zoned(instant, zone).toPlainDate();
}

/** The first instant after a local date: the next local midnight, wherever the zone puts it. */
export function endOfDay(date: Temporal.PlainDate, zone: string): Date {
  const end = () => date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;
  return new Date(remembered(dayEnds, `${date.toString()} ${zone}`, end));
}

/** The last local date that lies, at least in part, before an exclusive instant. */
export function lastLocalDay(exclusive: Date | string, zone: string): Temporal.PlainDate {
  const last = new Date(exclusive).getTime() - 1;
  return remembered(lastDays, `${last} ${zone}`, () => localDay(new Date(last), zone));
}

/** The instant of a wall-clock time such as "2026-12-24T16:30" in a zone, or null when it is none. */
export function instantOfLocal(text: string, zone: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text)) return null;
  try {
    const local = Temporal.PlainDateTime.from(text, { overflow: "reject" });
    return new Date(local.toZonedDateTime(zone).epochMilliseconds);
  } catch {
    return null;
  }
}

/** The wall-clock time of an instant in a zone, to the minute: "2026-12-24T16:30". */
export function localOfInstant(instant: Date | string, zone: string): string {
  return zoned(instant, zone).toPlainDateTime().toString({ smallestUnit: "minute" });
}
