import { describe, expect, it } from "vitest";
import { addWorkingDays, CalendarError, dueAt, extendDue, isWorkingDay, resumeDue } from "./calendar";
import { ONTARIO, QUEENSLAND } from "./calendars.test-data";
import type { Calendar } from "./types";

const CUT_OFF_17: Calendar = { ...ONTARIO, cutOff: "17:00" };

/** product.md §4, golden table, row by row. */
const GOLDEN = [
  ["Tue 2025-06-24 18:00", "2025-06-24T18:00-04:00", null, "2025-06-26", "2025-06-27T04:00Z", []],
  ["Tue 2025-06-24 18:00, cut-off", "2025-06-24T18:00-04:00", "17:00", "2025-06-27", "2025-06-28T04:00Z", []],
  [
    "Fri 2025-06-27 16:00",
    "2025-06-27T16:00-04:00",
    null,
    "2025-07-02",
    "2025-07-03T04:00Z",
    ["2025-06-28", "2025-06-29", "Canada Day"],
  ],
  [
    "Sat 2025-06-28 10:00",
    "2025-06-28T10:00-04:00",
    null,
    "2025-07-02",
    "2025-07-03T04:00Z",
    ["2025-06-29", "Canada Day"],
  ],
  ["Mon 2025-06-30 09:00 Tokyo", "2025-06-30T09:00+09:00", null, "2025-07-02", "2025-07-03T04:00Z", ["Canada Day"]],
  ["Tue 2025-07-01 12:00 (holiday)", "2025-07-01T12:00-04:00", null, "2025-07-03", "2025-07-04T04:00Z", []],
  [
    "Wed 2025-12-24 09:00",
    "2025-12-24T09:00-05:00",
    null,
    "2025-12-30",
    "2025-12-31T05:00Z",
    ["Christmas Day", "Boxing Day", "2025-12-27", "2025-12-28"],
  ],
  [
    "Fri 2026-03-06 15:00 (DST starts 8 Mar)",
    "2026-03-06T15:00-05:00",
    null,
    "2026-03-10",
    "2026-03-11T04:00Z",
    ["2026-03-07", "2026-03-08"],
  ],
  [
    "Thu 2026-04-02 23:59",
    "2026-04-02T23:59-04:00",
    null,
    "2026-04-07",
    "2026-04-08T04:00Z",
    ["Good Friday", "2026-04-04", "2026-04-05"],
  ],
] as const;

function due(
  start: string,
  amount: number,
  unit: "hour" | "day" | "week" | "year" | "business_day",
  calendar: Calendar,
) {
  return dueAt({ start: new Date(start), amount, unit, calendar });
}

describe("the golden table of business days (CC-11)", () => {
  it.each(GOLDEN)("%s", (_, received, cutOff, dueDate, exclusive, skipped) => {
    const result = due(received, 2, "business_day", { ...ONTARIO, cutOff });
    expect(result.dueDate).toBe(dueDate);
    expect(result.due).toEqual(new Date(exclusive));
    expect(result.skipped.map(({ date, holiday }) => holiday ?? date)).toEqual(skipped);
  });

  it.each([
    ["autumn (the day has 25 hours)", "2026-10-30T16:00-04:00", "2026-11-03", "2026-11-04T05:00Z"],
    ["spring (the day has 23 hours)", "2027-03-12T16:00-05:00", "2027-03-16", "2027-03-17T04:00Z"],
  ])("across the change of time in %s", (_, received, dueDate, exclusive) => {
    const result = due(received, 2, "business_day", ONTARIO);
    expect(result.dueDate).toBe(dueDate);
    expect(result.due).toEqual(new Date(exclusive));
  });
});

describe("a cut-off", () => {
  it.each([
    ["a second before it, the day of receipt holds", "2025-06-24T16:59:59-04:00", "2025-06-26"],
    ["at it, the next working day holds", "2025-06-24T17:00-04:00", "2025-06-27"],
    [
      "on a Friday, the next working day is Monday, and the holiday is passed over",
      "2025-06-27T17:00-04:00",
      "2025-07-03",
    ],
    ["before a holiday, the day after the holiday holds", "2025-06-30T20:00-04:00", "2025-07-04"],
    ["on a Saturday evening, Monday holds", "2025-06-28T18:00-04:00", "2025-07-03"],
  ])("%s", (_, received, dueDate) => {
    expect(due(received, 2, "business_day", CUT_OFF_17).dueDate).toBe(dueDate);
  });

  it("is for business days only", () => {
    expect(due("2025-06-27T18:00-04:00", 1, "week", CUT_OFF_17).dueDate).toBe("2025-07-04");
  });

  it("is said in the derivation", () => {
    expect(due("2025-06-27T18:00-04:00", 1, "business_day", CUT_OFF_17).derivation).toEqual([
      "Received Fri 27 Jun 2025, 18:00 EDT",
      "1 business day, Ontario calendar v3",
      "After the cut-off at 17:00: counts as received on Mon 30 Jun",
      "Tue 1 Jul skipped: Canada Day",
      "Due by the end of Wed 2 Jul 2025, EDT",
    ]);
  });
});

describe("Queensland, where the clocks never change", () => {
  it.each([
    ["over the southern change of time", "2025-10-03T15:00+10:00", 2, "2025-10-08", "2025-10-08T14:00Z"],
    ["over Christmas, with Christmas Eve worked", "2025-12-23T09:00+10:00", 2, "2025-12-29", "2025-12-29T14:00Z"],
    ["over Easter, with Easter Monday free", "2026-04-02T23:59+10:00", 5, "2026-04-13", "2026-04-13T14:00Z"],
    ["received late on the day before in Toronto", "2026-03-05T22:00-05:00", 5, "2026-03-13", "2026-03-13T14:00Z"],
  ])("%s", (_, received, amount, dueDate, exclusive) => {
    const result = due(received, amount, "business_day", QUEENSLAND);
    expect(result.dueDate).toBe(dueDate);
    expect(result.due).toEqual(new Date(exclusive));
  });
});

describe("the other units", () => {
  it.each([
    ["a week", "2025-06-27T16:00-04:00", 1, "week", "2025-07-04", "2025-07-05T04:00Z"],
    [
      "a day, received a second before midnight",
      "2025-06-27T23:59:59-04:00",
      1,
      "day",
      "2025-06-28",
      "2025-06-29T04:00Z",
    ],
    ["14 days over the end of summer time", "2025-10-25T12:00-04:00", 14, "day", "2025-11-08", "2025-11-09T05:00Z"],
    ["a year to the same date", "2025-04-22T10:00-04:00", 1, "year", "2026-04-22", "2026-04-23T04:00Z"],
    ["a year from 29 February", "2024-02-29T10:00-05:00", 1, "year", "2025-02-28", "2025-03-01T05:00Z"],
    ["4 hours over the start of summer time", "2026-03-08T01:00-05:00", 4, "hour", "2026-03-08", "2026-03-08T10:00Z"],
    ["4 hours to midnight end on that day", "2025-06-27T20:00-04:00", 4, "hour", "2025-06-27", "2025-06-28T04:00Z"],
  ] as const)("%s", (_, start, amount, unit, dueDate, exclusive) => {
    const result = due(start, amount, unit, ONTARIO);
    expect(result.dueDate).toBe(dueDate);
    expect(result.due).toEqual(new Date(exclusive));
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("no clock runs for %s days", (amount) => {
    expect(() => due("2025-06-27T16:00Z", amount, "day", ONTARIO)).toThrow(RangeError);
  });

  it("ends a day whose midnight does not exist at the first instant of the next (CC-12)", () => {
    const cairo = { ...ONTARIO, zone: "Africa/Cairo", holidays: [] };
    expect(due("2026-04-22T12:00+02:00", 1, "day", cairo).due).toEqual(new Date("2026-04-23T22:00Z"));
  });
});

describe("derivations", () => {
  it("tell the whole arithmetic", () => {
    expect(due("2025-06-27T20:00Z", 2, "business_day", ONTARIO).derivation).toEqual([
      "Received Fri 27 Jun 2025, 16:00 EDT",
      "2 business days, Ontario calendar v3",
      "Sat 28 Jun and Sun 29 Jun skipped",
      "Tue 1 Jul skipped: Canada Day",
      "Due by the end of Wed 2 Jul 2025, EDT",
    ]);
    expect(due("2025-06-27T20:00Z", 1, "week", ONTARIO).derivation).toEqual([
      "Received Fri 27 Jun 2025, 16:00 EDT",
      "1 week, every day counted, from the day after",
      "Due by the end of Fri 4 Jul 2025, EDT",
    ]);
    expect(due("2025-12-24T01:00Z", 4, "hour", QUEENSLAND).derivation).toEqual([
      "Received Wed 24 Dec 2025, 11:00 AEST",
      "4 hours, around the clock",
      "Due before Wed 24 Dec 2025, 15:00 AEST",
    ]);
  });

  it("count many weekends but name every holiday", () => {
    const { derivation } = due("2025-12-01T12:00-05:00", 22, "business_day", ONTARIO);
    expect(derivation.slice(2, -1)).toEqual([
      "10 days outside the working week skipped",
      "Thu 25 Dec skipped: Christmas Day",
      "Fri 26 Dec skipped: Boxing Day",
      "Thu 1 Jan skipped: New Year's Day",
    ]);
  });
});

describe("pauses", () => {
  const end = new Date("2025-07-05T04:00Z");
  const resume = (unit: "hour" | "day" | "business_day", from: string, to: string, start = end) =>
    resumeDue({ due: start, unit, pausedAt: new Date(from), resumedAt: new Date(to), calendar: ONTARIO });

  it.each([
    ["days count by local dates", "day", "2025-06-30T23:50-04:00", "2025-07-03T00:10-04:00", "2025-07-08T04:00Z"],
    [
      "a pause within one day adds nothing",
      "day",
      "2025-06-30T00:10-04:00",
      "2025-06-30T23:50-04:00",
      "2025-07-05T04:00Z",
    ],
    [
      "business days count working days",
      "business_day",
      "2025-06-27T12:00-04:00",
      "2025-07-02T12:00-04:00",
      "2025-07-09T04:00Z",
    ],
    [
      "a weekend pauses no business day",
      "business_day",
      "2025-06-27T20:00-04:00",
      "2025-06-29T12:00-04:00",
      "2025-07-05T04:00Z",
    ],
    ["hours count exactly", "hour", "2025-06-30T10:00:00Z", "2025-06-30T10:00:01.5Z", "2025-07-05T04:00:01.500Z"],
    ["resuming before pausing adds nothing", "day", "2025-07-03T12:00Z", "2025-06-30T12:00Z", "2025-07-05T04:00Z"],
  ] as const)("%s", (_, unit, from, to, expected) => {
    expect(resume(unit, from, to).due).toEqual(new Date(expected));
  });

  it("say what they added", () => {
    expect(
      resumeDue({
        due: end,
        unit: "day",
        pausedAt: new Date("2025-07-01T12:00Z"),
        resumedAt: new Date("2025-07-04T12:00Z"),
        calendar: ONTARIO,
        because: "waiting on the researcher",
      }).derivation,
    ).toEqual([
      "Paused Tue 1 Jul to Fri 4 Jul 2025, waiting on the researcher: 3 days added",
      "Now due by the end of Mon 7 Jul 2025, EDT",
    ]);
  });

  it("and extensions count from the due date", () => {
    const extended = extendDue({ due: end, amount: 2, unit: "business_day", calendar: ONTARIO });
    expect(extended.due).toEqual(new Date("2025-07-09T04:00Z"));
    expect(extended.derivation).toEqual(["Extended by 2 business days", "Now due by the end of Tue 8 Jul 2025, EDT"]);
    expect(extendDue({ due: end, amount: 1, unit: "week", calendar: ONTARIO }).due).toEqual(
      new Date("2025-07-12T04:00Z"),
    );
    expect(extendDue({ due: end, amount: 3, unit: "hour", calendar: ONTARIO }).due).toEqual(
      new Date("2025-07-05T07:00Z"),
    );
  });
});

describe("working days", () => {
  it("are the days of the week less the holidays", () => {
    expect(isWorkingDay("2025-06-30", ONTARIO)).toBe(true);
    expect(isWorkingDay("2025-07-01", ONTARIO)).toBe(false);
    expect(isWorkingDay("2025-07-05", ONTARIO)).toBe(false);
    expect(addWorkingDays("2025-06-27", 2, ONTARIO)).toEqual({
      date: "2025-07-02",
      skipped: [
        { date: "2025-06-28", holiday: null },
        { date: "2025-06-29", holiday: null },
        { date: "2025-07-01", holiday: "Canada Day" },
      ],
    });
  });

  it("follow the calendar's own week", () => {
    const sundayToThursday = { ...ONTARIO, zone: "Africa/Cairo", workingDays: [7, 1, 2, 3, 4], holidays: [] };
    expect(due("2025-06-26T12:00Z", 1, "business_day", sundayToThursday).dueDate).toBe("2025-06-29");
  });
});

describe("a calendar that cannot answer", () => {
  const everyDay = Array.from({ length: 800 }, (_, index) => ({
    date: new Date(Date.UTC(2025, 0, 1 + index)).toISOString().slice(0, 10),
    name: "Closed",
  }));

  it.each([
    ["no working days", { ...ONTARIO, workingDays: [] }, "The Ontario calendar v3 names no working day of the week."],
    ["no day of a real week", { ...ONTARIO, workingDays: [0, 8] }, "names no working day"],
    ["holidays without end", { ...ONTARIO, holidays: everyDay }, "no working day in the 366 days"],
    ["a zone that does not exist", { ...ONTARIO, zone: "America/Nowhere" }, "time zone “America/Nowhere”"],
    ["a cut-off that is no time", { ...ONTARIO, cutOff: "25:00" }, "cut-off “25:00”"],
  ])("fails in words: %s", (_, calendar, message) => {
    const count = () => due("2025-06-27T16:00Z", 2, "business_day", calendar);
    expect(count).toThrow(CalendarError);
    expect(count).toThrow(message);
  });
});
