import { describe, expect, test } from "vitest";
import { proposeHolidays } from "@/lib/sla/holidays/propose";
import { ontarioCalendar } from "./ontario";
import { queenslandCalendar } from "./queensland";

const YEARS = [2024, 2025, 2026, 2027, 2028];
const namesOn = (calendar: typeof ontarioCalendar, date: string) =>
  calendar.holidays.filter((holiday) => holiday.date === date).map((holiday) => holiday.name);
const weekday = (date: string) => new Date(`${date}T12:00:00Z`).getUTCDay();

describe("the committed calendars", () => {
  test.each([
    ["Ontario", ontarioCalendar, "CA-ON"],
    ["Queensland", queenslandCalendar, "AU-QLD"],
  ] as const)("%s is what the filtered proposals say", (_name, calendar, region) => {
    expect(calendar.holidays).toEqual(proposeHolidays(region, YEARS).holidays);
  });

  test.each([ontarioCalendar, queenslandCalendar])("dates rise and none is named twice ($region)", (calendar) => {
    const dates = calendar.holidays.map((holiday) => holiday.date);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect(calendar.workingDays).toEqual([1, 2, 3, 4, 5]);
    expect(calendar.cutOff).toBeNull();
  });
});

describe("Ontario", () => {
  test.each(YEARS)("has its nine statutory days in %i", (year) => {
    const names = ontarioCalendar.holidays.filter((h) => h.date.startsWith(`${year}-`)).map((h) => h.name);
    expect(names).toEqual([
      "New Year's Day",
      "Family Day",
      "Good Friday",
      "Victoria Day",
      "Canada Day",
      "Labour Day",
      "Thanksgiving",
      "Christmas Day",
      "Boxing Day",
    ]);
  });

  test.each([
    ["2025-07-01", "Canada Day"],
    ["2026-04-03", "Good Friday"],
    ["2026-02-16", "Family Day"],
    ["2025-05-19", "Victoria Day"],
    ["2026-09-07", "Labour Day"],
    ["2026-10-12", "Thanksgiving"],
    ["2025-12-26", "Boxing Day"],
  ])("%s is %s", (date, name) => {
    expect(namesOn(ontarioCalendar, date)).toEqual([name]);
  });

  test.each([
    ["Easter Monday", "2026-04-06"],
    ["Civic Holiday", "2026-08-03"],
    ["Remembrance Day", "2026-11-11"],
  ])("%s (%s) is a working day", (_name, date) => {
    expect(namesOn(ontarioCalendar, date)).toEqual([]);
  });
});

describe("Queensland", () => {
  test.each([
    ["2026-01-26", "Australia Day"],
    ["2025-01-27", "Australia Day"],
    ["2026-04-06", "Easter Monday"],
    ["2025-04-25", "Anzac Day"],
    ["2026-05-04", "Labour Day"],
    ["2026-10-05", "King's Birthday"],
    ["2026-12-25", "Christmas Day"],
  ])("%s is %s", (date, name) => {
    expect(namesOn(queenslandCalendar, date)).toEqual([name]);
  });

  test("a holiday on a weekend brings its substitute", () => {
    expect(weekday("2026-12-26")).toBe(6);
    expect(namesOn(queenslandCalendar, "2026-12-28")).toEqual(["Boxing Day (substitute day)"]);
    expect(namesOn(queenslandCalendar, "2027-12-27")).toEqual(["Christmas Day (substitute day)"]);
    expect(namesOn(queenslandCalendar, "2027-12-28")).toEqual(["Boxing Day (substitute day)"]);
    expect(namesOn(queenslandCalendar, "2028-01-03")).toEqual(["New Year's Day"]);
    // Anzac Day moves off a Sunday, never off a Saturday.
    expect(namesOn(queenslandCalendar, "2027-04-26")).toEqual(["Anzac Day"]);
    expect(weekday("2026-04-25")).toBe(6);
    expect(namesOn(queenslandCalendar, "2026-04-27")).toEqual([]);
  });

  test("no part-day and no regional show day", () => {
    for (const year of YEARS) expect(namesOn(queenslandCalendar, `${year}-12-24`)).toEqual([]);
    const names = new Set(queenslandCalendar.holidays.map((holiday) => holiday.name));
    expect([...names].filter((name) => /show|ekka/i.test(name))).toEqual([]);
    expect(namesOn(queenslandCalendar, "2026-08-12")).toEqual([]);
  });
});
