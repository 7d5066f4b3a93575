import { describe, expect, test } from "vitest";
import type { ClockRun } from "../sla/types";
import { adjustmentObstacle, adjustmentSchema, adjustmentsOf } from "./adjustments";

const run = (clock: ClockRun["clock"], more: Partial<ClockRun> = {}): ClockRun => ({
  clock,
  run: 1,
  amount: 30,
  unit: "day",
  rigidity: "SHOULD",
  calendarVersion: 1,
  startedAt: "2026-03-02T15:00:00.000Z",
  due: "2026-04-02T04:00:00.000Z",
  pausedAt: null,
  pausedBecause: null,
  stoppedAt: null,
  voided: false,
  derivation: [],
  ...more,
});
const paused = { pausedAt: "2026-03-05T15:00:00.000Z", pausedBecause: "waiting_on_third_party" as const };
const closed = { pausedAt: "2026-03-05T15:00:00.000Z", pausedBecause: "closed" as const };
const stopped = { stoppedAt: "2026-03-05T15:00:00.000Z" };

describe("which adjustments make sense", () => {
  test.each([
    ["running", [run("fix")], ["pause", "extend"]],
    ["paused", [run("fix", paused)], ["resume", "extend"]],
    ["of a closed report", [run("fix", closed)], []],
    ["finished", [run("fix", stopped)], []],
    ["voided", [run("fix", { voided: true })], []],
    ["a second run", [run("fix", stopped), run("fix", { run: 2 })], ["pause", "extend"]],
  ])("a fix clock %s: %j", (_name, runs, adjustments) => {
    expect(adjustmentsOf(runs)).toEqual(adjustments.length > 0 ? [{ clock: "fix", adjustments }] : []);
  });

  test("a promise of the policy is never offered", () => {
    expect(adjustmentsOf([run("acknowledge"), run("first_response"), run("verify"), run("appeal")])).toEqual([]);
  });

  test("the obstacle is said in words", () => {
    expect(adjustmentObstacle([run("fix", paused)], { adjustment: "pause", clock: "fix" })).toBe(
      "This clock is paused already.",
    );
    expect(adjustmentObstacle([run("fix")], { adjustment: "resume", clock: "next_update" })).toMatch(/does not run/);
  });
});

describe("what the form sends", () => {
  const base = { clock: "fix", version: "3", text: "The vendor of the library answers next week." };
  const errorsOf = (given: Record<string, unknown>) => {
    const parsed = adjustmentSchema.safeParse(given);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  };

  test("right ones come through with their own fields only", () => {
    expect(adjustmentSchema.parse({ ...base, adjustment: "extend", amount: " 10 ", unit: "day" })).toEqual({
      adjustment: "extend",
      clock: "fix",
      version: 3,
      text: base.text,
      amount: 10,
      unit: "day",
    });
    expect(adjustmentSchema.parse({ ...base, adjustment: "resume", because: "waiting_on_us" })).toEqual({
      adjustment: "resume",
      clock: "fix",
      version: 3,
      text: base.text,
    });
  });

  test.each([
    [{ ...base, adjustment: "pause" }, "because: Select whom this waits on"],
    [{ ...base, adjustment: "pause", because: "waiting_on_us", text: "  " }, "text: Write to the reporter why"],
    [{ ...base, adjustment: "extend" }, "amount: Enter a number of days from 1 to 90"],
    [{ ...base, adjustment: "extend", amount: "0" }, "amount: Enter a number of days from 1 to 90"],
    [{ ...base, adjustment: "extend", amount: "1.5" }, "amount: Enter a number of days from 1 to 90"],
    [{ ...base, adjustment: "extend", amount: "91" }, "amount: Enter a number of days from 1 to 90"],
  ])("%j: %s", (given, error) => expect(errorsOf(given)).toContain(error));

  test.each([
    { ...base, adjustment: "pause", because: "closed" },
    { ...base, adjustment: "pause", because: "waiting_on_us", clock: "acknowledge" },
    { ...base, adjustment: "stop" },
    { ...base, adjustment: "extend", amount: "5", unit: "year" },
    { ...base, adjustment: "resume", dueAt: "2030-01-01" },
  ])("refuses %j", (given) => expect(errorsOf(given)).not.toEqual([]));
});
