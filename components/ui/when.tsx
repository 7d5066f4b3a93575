import { relativeText, type WhenStyle, whenText } from "./when-text";

export type WhenProps = {
  /** An instant ("2026-11-24T19:02:00Z" or a Date). With style "date" also a calendar day ("2025-04-22"). */
  at: string | Date;
  /** IANA name, like "America/Toronto". */
  zone: string;
  style?: WhenStyle;
  /** Adds "(in 2 days)"; the same instant as the page's other decisions, never the browser's clock. */
  now?: string | Date | undefined;
  className?: string | undefined;
};

const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The only printer of dates: always absolute, always with its zone where there is a time. */
export function When({ at, zone, style = "datetime", now, className }: WhenProps) {
  const isDay = typeof at === "string" && CALENDAR_DAY.test(at);
  const instant = new Date(at);
  const text = isDay ? whenText(instant, "UTC", "date") : whenText(instant, zone, style);
  const relative = now === undefined ? "" : ` (${relativeText(instant, new Date(now))})`;
  return (
    <time dateTime={isDay ? at : instant.toISOString()} className={className ?? "tabular-nums"}>
      {text}
      {relative}
    </time>
  );
}
