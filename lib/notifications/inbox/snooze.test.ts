import { describe, expect, test } from "vitest";
import { backAt } from "./snooze";

const zone = "Australia/Brisbane";
/** A Tuesday, 14:00 in Brisbane. */
const now = new Date("2026-12-01T04:00:00Z");

describe("backAt", () => {
  test.each([
    ["morning", "", "2026-12-01T23:00:00Z"],
    ["week", "", "2026-12-06T23:00:00Z"],
    ["day", "2026-12-24", "2026-12-23T23:00:00Z"],
    ["day", "2026-12-02", "2026-12-01T23:00:00Z"],
  ] as const)("%s %s comes back in the morning of the report's zone", (snooze, day, at) =>
    expect(backAt({ snooze, day }, now, zone)?.toISOString()).toBe(new Date(at).toISOString()),
  );

  test.each(["2026-12-01", "2026-11-30", "2028-01-01", "2026-02-30", "soon", ""])(
    "%j is no day to come back on",
    (day) => expect(backAt({ snooze: "day", day }, now, zone)).toBeNull(),
  );
});
