import { Temporal } from "temporal-polyfill";

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
  return new Date(date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds);
}

/** The last local date that lies, at least in part, before an exclusive instant. */
export function lastLocalDay(exclusive: Date | string, zone: string): Temporal.PlainDate {
  return localDay(new Date(new Date(exclusive).getTime() - 1), zone);
}
