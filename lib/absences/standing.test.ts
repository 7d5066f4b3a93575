import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Absence, answersFor, isAway, thoseIn } from "./standing";

const away = (accountId: string, from: string, until: string, coverId: string | null = null): Absence => ({
  accountId,
  from,
  until,
  coverId,
});

test.each([
  ["the day before", "2026-07-05", false],
  ["the first day", "2026-07-06", true],
  ["a day between", "2026-07-10", true],
  ["the last day", "2026-07-17", true],
  ["the day after", "2026-07-18", false],
])("somebody is away from the first to the last day: %s", (_name, day, expected) => {
  expect(isAway("ann", [away("ann", "2026-07-06", "2026-07-17")], day)).toBe(expected);
});

describe("answersFor", () => {
  const day = "2026-07-10";
  const all = ["ann", "bob", "cem"];
  const week = (accountId: string, coverId: string | null) => away(accountId, "2026-07-06", "2026-07-17", coverId);
  const CASES: [string, Absence[], string[], string | null][] = [
    ["nobody is away", [], all, "ann"],
    ["somebody else is away", [week("bob", "cem")], all, "ann"],
    ["away, covered", [week("ann", "bob")], all, "bob"],
    ["away, covered by nobody", [week("ann", null)], all, null],
    ["away, and whoever covers is away too", [week("ann", "bob"), week("bob", "cem")], all, "cem"],
    ["two who cover for each other are both away", [week("ann", "bob"), week("bob", "ann")], all, null],
    ["whoever covers may not read the report", [week("ann", "bob")], ["ann", "cem"], null],
    ["in, and not one of those who may", [], ["bob"], null],
    ["back by now", [away("ann", "2026-06-01", "2026-06-30", "bob")], all, "ann"],
  ];
  test.each(CASES)("%s", (_name, absences, able, expected) => {
    expect(answersFor("ann", { absences, day, able })).toBe(expected);
  });

  test("ends whatever the covers say, and names nobody who is away or not able", () => {
    const account = fc.constantFrom("a", "b", "c", "d");
    const absences = fc.array(fc.record({ accountId: account, coverId: fc.option(account) }));
    fc.assert(
      fc.property(account, absences, fc.subarray(["a", "b", "c", "d"]), (who, given, able) => {
        const known = given.map((one) => ({ ...one, from: "2026-01-01", until: "2026-12-31" }));
        const found = answersFor(who, { absences: known, day, able });
        if (found === null) return;
        expect(able).toContain(found);
        expect(isAway(found, known, day)).toBe(false);
      }),
    );
  });
});

test.each([
  [[["ann", "bob"]], ["bob"]],
  [[["ann"], ["lea"]], ["lea"]],
  [[[], ["lea"]], ["lea"]],
  [[["ann"], []], ["ann"]],
  [[[], []], []],
])("of %j those who are in, or everybody when nobody is", (groups, expected) => {
  expect(thoseIn(groups, [away("ann", "2026-07-06", "2026-07-17")], "2026-07-10")).toEqual(expected);
});
