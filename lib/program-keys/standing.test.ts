import { describe, expect, test } from "vitest";
import { daysLeft, keyStanding, warningDue } from "./standing";

const now = new Date("2026-11-28T12:00:00Z");
const inDays = (days: number, more = 0) => new Date(now.getTime() + days * 86_400_000 + more);
const dates = (more: Partial<Parameters<typeof keyStanding>[0]> = {}) => ({
  expiresAt: null,
  retiredAt: null,
  revokedAt: null,
  ...more,
});

describe("the standing of a key", () => {
  test.each([
    ["without an end", dates(), "usable"],
    ["15 days before its end", dates({ expiresAt: inDays(14, 1) }), "usable"],
    ["14 days before its end", dates({ expiresAt: inDays(14) }), "ending"],
    ["in its last second", dates({ expiresAt: inDays(0, 1000) }), "ending"],
    ["at its end", dates({ expiresAt: inDays(0) }), "expired"],
    ["replaced", dates({ retiredAt: inDays(-1), expiresAt: inDays(99) }), "retired"],
    ["revoked after it was replaced", dates({ retiredAt: inDays(-2), revokedAt: inDays(-1) }), "revoked"],
  ] as const)("%s: %s", (_name, key, expected) => expect(keyStanding(key, now)).toBe(expected));

  test("counts a day begun as a whole one", () => {
    expect(daysLeft(inDays(1, 1), now)).toBe(2);
    expect(daysLeft(null, now)).toBeNull();
  });
});

describe("warnings come once each, at 60, 30 and 7 days", () => {
  test.each([
    [61, null, null],
    [60, null, 60],
    [59, 60, null],
    [30, 60, 30],
    [30, 30, null],
    [7, 30, 7],
    [1, 7, null],
    [-3, 7, null],
    // The portal stood still meanwhile: one mail, the gravest.
    [5, null, 7],
    [25, null, 30],
  ])("%i days left, warned at %s: %s", (left, warned, due) => {
    expect(warningDue(inDays(left), warned, now)).toBe(due);
  });
});
