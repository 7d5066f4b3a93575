import { describe, expect, test } from "vitest";
import { isAsleep, snoozedUntil } from "./snoozing";

const at = (text: string) => new Date(text);

describe("a report that is put aside comes back", () => {
  test.each([
    // Fri 6 Mar 2026 in Toronto: the clocks change in the night to Sunday.
    ["hours", "2026-03-06T20:00:00Z", "2026-03-07T00:00:00Z"],
    ["morning", "2026-03-06T20:00:00Z", "2026-03-07T14:00:00Z"],
    ["three_days", "2026-03-06T20:00:00Z", "2026-03-09T13:00:00Z"],
    ["week", "2026-03-06T20:00:00Z", "2026-03-09T13:00:00Z"],
    // A Monday means the next one, and late in the evening is still today.
    ["week", "2026-03-09T13:00:00Z", "2026-03-16T13:00:00Z"],
    ["morning", "2026-03-10T03:59:00Z", "2026-03-10T13:00:00Z"],
    ["morning", "2026-03-10T04:01:00Z", "2026-03-11T13:00:00Z"],
  ] as const)("%s from %s: %s", (snooze, now, until) => {
    expect(snoozedUntil(snooze, at(now), "America/Toronto").toISOString()).toBe(new Date(until).toISOString());
  });

  test.each([
    ["never put aside", null, null, "2026-01-01T00:00:00Z", false],
    ["before its time", "2026-01-03T00:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T00:00:00Z", true],
    ["at its time", "2026-01-02T00:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T00:00:00Z", false],
    ["when its reporter writes", "2026-01-03T00:00:00Z", "2026-01-01T12:00:00Z", "2026-01-01T12:00:01Z", false],
  ])("%s", (_name, until, since, wrote, asleep) => {
    const report = { snoozedUntil: until && at(until), snoozedAt: since && at(since), reporterAt: at(wrote) };
    expect(
      isAsleep(
        { ...report, snoozedUntil: report.snoozedUntil || null, snoozedAt: report.snoozedAt || null },
        at("2026-01-02T00:00:00Z"),
      ),
    ).toBe(asleep);
  });
});
