import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ONTARIO } from "../calendars.test-data";
import { calendarChanges } from "./changes";
import { CALENDAR_FILE_MAX, CalendarFileError, holidaysInFile } from "./icalendar";
import { mergeHolidays, readHolidays, writeHolidays } from "./list";
import { proposeHolidays, regions } from "./propose";

describe("a proposal", () => {
  test("of Ontario leaves out Easter Monday and says why; the Civic Holiday is not even one", () => {
    const { holidays, leftOut } = proposeHolidays("CA-ON", [2026]);
    expect(holidays).toHaveLength(9);
    expect(leftOut).toEqual([
      { date: "2026-04-06", name: "Easter Monday", reason: "it is no statutory day in Ontario" },
    ]);
    expect([...holidays, ...leftOut].map(({ name }) => name)).not.toContain("Civic Holiday");
  });

  test("of Queensland leaves out the evening of Christmas Eve", () => {
    expect(proposeHolidays("AU-QLD", [2026]).leftOut).toEqual([
      { date: "2026-12-24", name: "Christmas Eve", reason: "it is a part-day" },
    ]);
  });

  test("of a country needs no state, and an unknown region is refused", () => {
    expect(proposeHolidays("NZ", [2026]).holidays.map(({ name }) => name)).toContain("Waitangi Day");
    expect(() => proposeHolidays("CA-XX", [2026])).toThrow(RangeError);
    const codes = regions().map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(["CA", "CA-ON", "AU-QLD"]));
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe("the list as one edits it", () => {
  test("is read in any order, and each bad line says what to do", () => {
    const { holidays, problems } = readHolidays(
      "2026-12-26 Boxing Day\r\n\r\n 2026-12-25  Christmas Day \n2026-02-30 No such day\n24.12.2026 Eve\n2026-01-01\n2026-12-25 Again",
    );
    expect(holidays).toEqual([
      { date: "2026-12-25", name: "Christmas Day" },
      { date: "2026-12-26", name: "Boxing Day" },
    ]);
    expect(problems).toEqual([
      "Line 4: begin with a date such as 2026-12-25, not “2026-02-30”",
      "Line 5: begin with a date such as 2026-12-25, not “24.12.2026”",
      "Line 6: give 2026-01-01 a name, such as “2026-01-01 Christmas Day”",
      "Line 7: 2026-12-25 stands in line 3 already",
    ]);
  });

  test("written and read again it is the same", () => {
    const holiday = fc.record({
      date: fc
        .date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      name: fc.constantFrom("Canada Day", "Día de la Constitución", "Boxing Day (substitute day)", "1"),
    });
    const list = fc.uniqueArray(holiday, { selector: ({ date }) => date, maxLength: 60 });
    fc.assert(
      fc.property(list, list, (one, other) => {
        const sorted = mergeHolidays([], one).holidays;
        expect(readHolidays(writeHolidays(sorted))).toEqual({ holidays: sorted, problems: [] });
        const { holidays, added } = mergeHolidays(sorted, other);
        expect(holidays).toEqual(expect.arrayContaining(sorted));
        expect(holidays.length).toBe(sorted.length + added.length);
      }),
    );
  });
});

const file = (...events: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...events.map((event) => `BEGIN:VEVENT\n${event}\nEND:VEVENT`), "END:VCALENDAR"]
    .join("\n")
    .replaceAll("\n", "\r\n");
const BETWEEN = { from: "2026-01-01", to: "2028-12-31" };
const read = (...events: string[]) => holidaysInFile(file(...events), BETWEEN);
const dates = (...events: string[]) => read(...events).holidays.map(({ date }) => date);

describe("an iCalendar file", () => {
  test.each([
    [
      "a whole day",
      "UID:1\nSUMMARY:Canada Day\nDTSTART;VALUE=DATE:20260701\nDTEND;VALUE=DATE:20260702",
      ["2026-07-01"],
    ],
    ["one without an end", "UID:1\nSUMMARY:X\nDTSTART;VALUE=DATE:20260701", ["2026-07-01"]],
    [
      "several days, the end not included",
      "UID:1\nSUMMARY:Closed\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227",
      ["2026-12-24", "2026-12-25", "2026-12-26"],
    ],
    [
      "one that repeats yearly from long ago",
      "UID:1\nSUMMARY:X\nDTSTART;VALUE=DATE:19670701\nRRULE:FREQ=YEARLY",
      ["2026-07-01", "2027-07-01", "2028-07-01"],
    ],
    [
      "a repetition with an exception",
      "UID:1\nSUMMARY:X\nDTSTART;VALUE=DATE:20260907\nRRULE:FREQ=YEARLY;BYMONTH=9;BYDAY=1MO\nEXDATE;VALUE=DATE:20270906",
      ["2026-09-07", "2028-09-04"],
    ],
    ["a duration", "UID:1\nSUMMARY:X\nDTSTART;VALUE=DATE:20260701\nDURATION:P2D", ["2026-07-01", "2026-07-02"]],
  ])("%s", (_, event, expected) => expect(dates(event)).toEqual(expected));

  test("an occurrence that was moved counts where it is, and not where it was", () => {
    expect(
      dates(
        "UID:1\nSUMMARY:X\nDTSTART;VALUE=DATE:20260701\nRRULE:FREQ=YEARLY;COUNT=2",
        "UID:1\nRECURRENCE-ID;VALUE=DATE:20270701\nSUMMARY:X\nDTSTART;VALUE=DATE:20270702",
      ),
    ).toEqual(["2026-07-01", "2027-07-02"]);
  });

  test("what is no holiday is skipped with its reason, and the rest is read", () => {
    const { holidays, skipped } = read(
      "UID:1\nSUMMARY:Lunch\nDTSTART:20260701T120000Z\nDTEND:20260701T130000Z",
      "UID:2\nSUMMARY:Off\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260702",
      "UID:3\nSUMMARY:Long ago\nDTSTART;VALUE=DATE:20200702",
      "UID:4\nSUMMARY:Every day\nDTSTART;VALUE=DATE:20200101\nRRULE:FREQ=DAILY",
      "UID:5\nSUMMARY:Sabbatical\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20261231",
      "UID:6\nSUMMARY:Undated",
      "UID:7\nDTSTART;VALUE=DATE:20260703",
    );
    expect(holidays).toEqual([{ date: "2026-07-03", name: "Holiday" }]);
    expect(skipped.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      "Lunch: it has a time, so it is no whole day",
      "Off: it was cancelled",
      "Long ago: no day of it lies between 2026-01-01 and 2028-12-31",
      "Every day: it repeats too often for a holiday",
      "Sabbatical: it lasts longer than 31 days",
      "Undated: it has no date",
    ]);
  });

  test("a day that is named twice is one day", () => {
    const day = "DTSTART;VALUE=DATE:20260701";
    expect(read(`UID:1\nSUMMARY:A\n${day}`, `UID:2\nSUMMARY:B\n${day}`, `UID:3\nSUMMARY:A\n${day}`).holidays).toEqual([
      { date: "2026-07-01", name: "A / B" },
    ]);
  });

  test.each([
    ["nothing", "  ", "The calendar is empty."],
    ["another kind of file", "%PDF-1.7 \u0000", "no iCalendar file"],
    ["a web page", "<!doctype html>", "no iCalendar file"],
    ["a file that breaks off", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY", "breaks off"],
    ["no events", file(), "holds no events"],
    ["too much", `BEGIN:VCALENDAR${"x".repeat(CALENDAR_FILE_MAX)}`, "larger than 256 kB"],
  ])("%s gets one sentence", (_, text, sentence) => {
    expect(() => holidaysInFile(text, BETWEEN)).toThrow(CalendarFileError);
    expect(() => holidaysInFile(text, BETWEEN)).toThrow(sentence);
  });

  test("any repetition ends soon, whatever it says, and no 30 February becomes a day of March", () => {
    const rule = fc.record({
      freq: fc.constantFrom("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "SECONDLY"),
      parts: fc.subarray([
        "INTERVAL=0",
        "BYMONTH=2",
        "BYMONTHDAY=30",
        "BYDAY=53MO",
        "BYDAY=MO",
        "BYSETPOS=366",
        "COUNT=0",
      ]),
    });
    fc.assert(
      fc.property(rule, ({ freq, parts }) => {
        const before = process.cpuUsage();
        const found = dates(
          `UID:1\nSUMMARY:X\nDTSTART;VALUE=DATE:20200101\nRRULE:${[`FREQ=${freq}`, ...parts].join(";")}`,
        );
        expect(process.cpuUsage(before).user / 1000).toBeLessThan(2000);
        if (parts.includes("BYMONTH=2")) for (const date of found) expect(date.slice(5, 7)).toBe("02");
      }),
      { numRuns: 300 },
    );
  });
});

test("the changes of a version in words", () => {
  const [first] = ONTARIO.holidays;
  const after = {
    ...ONTARIO,
    version: 4,
    workingDays: [1, 2, 3, 4],
    cutOff: "17:00",
    holidays: [
      { date: "2026-08-03", name: "Civic Holiday" },
      { date: "2025-02-17", name: "Louis Riel Day" },
      ...ONTARIO.holidays.slice(2),
    ],
  };
  expect(first?.name).toBe("New Year's Day");
  expect(calendarChanges(ONTARIO, after)).toEqual([
    "Working days: Monday, Tuesday, Wednesday, Thursday, Friday → Monday, Tuesday, Wednesday, Thursday",
    "Cut-off: none → 17:00",
    "Holiday added: Mon 3 Aug 2026, Civic Holiday",
    "Holiday renamed: Mon 17 Feb 2025, Family Day → Louis Riel Day",
    "Holiday removed: Wed 1 Jan 2025, New Year's Day",
  ]);
  expect(calendarChanges(ONTARIO, { ...ONTARIO, version: 4 })).toEqual([]);
});
