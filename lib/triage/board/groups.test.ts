import { expect, test } from "vitest";
import type { ClockRun } from "../../sla/types";
import { boardGroup } from "./groups";

const TORONTO = { zone: "America/Toronto" };
/** Sat 7 Mar 2026, 15:00 EST: the clocks change in the night that follows. */
const NOW = new Date("2026-03-07T20:00:00Z");

const run = (due: string, pausedAt: string | null = null): ClockRun => ({
  clock: "verify",
  run: 1,
  amount: 1,
  unit: "week",
  rigidity: "TYPICAL",
  calendarVersion: 1,
  startedAt: "2026-03-01T12:00:00.000Z",
  due,
  pausedAt,
  pausedBecause: pausedAt === null ? null : "waiting_on_reporter",
  stoppedAt: null,
  voided: false,
  derivation: [],
});

test.each([
  ["a moment ago", "2026-03-07T19:59:59.999Z", "late"],
  ["at this very instant: the end is exclusive", "2026-03-07T20:00:00.000Z", "late"],
  ["in a moment", "2026-03-07T20:00:00.001Z", "today"],
  ["at the end of today", "2026-03-08T05:00:00.000Z", "today"],
  ["a moment after today", "2026-03-08T05:00:00.001Z", "three_days"],
  [
    "at the end of the third day, an hour earlier in UTC than winter would have it",
    "2026-03-11T04:00:00.000Z",
    "three_days",
  ],
  ["a moment after the third day", "2026-03-11T04:00:00.001Z", null],
])("due %s", (_when, due, group) => expect(boardGroup(run(due), TORONTO, NOW)).toBe(group));

test("a paused clock is paused, however late it would be", () => {
  expect(boardGroup(run("2026-03-02T05:00:00.000Z", "2026-03-01T13:00:00.000Z"), TORONTO, NOW)).toBe("paused");
});
