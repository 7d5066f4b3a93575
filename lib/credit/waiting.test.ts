import { describe, expect, test } from "vitest";
import { nextStep } from "./waiting";

const ASKED = new Date("2026-03-20T09:00:00Z");
const REMINDED = new Date("2026-03-27T09:05:00Z");
const on = (days: number) => new Date(ASKED.getTime() + days * 86_400_000);

describe("somebody who was asked and has not answered", () => {
  test.each([
    [0, false, null, null],
    [6.9, false, null, null],
    [7, false, "remind", "remind"],
    [7.5, true, null, null],
    [13.9, false, "remind", "remind"],
    [13.9, true, null, null],
    [14, true, "default", null],
    [14, false, "default", null],
    [400, true, "default", null],
  ] as const)("%s days later, reminded %s: with a wish %s, without %s", (days, reminded, withWish, without) => {
    const waiting = { askedAt: ASKED, remindedAt: reminded ? REMINDED : null };
    expect(nextStep({ ...waiting, hasWish: true }, on(days))).toBe(withWish);
    expect(nextStep({ ...waiting, hasWish: false }, on(days))).toBe(without);
  });
});
