import { describe, expect, test } from "vitest";
import { pulseMark } from "./pulse-mark";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 9, minute));
const facts = { version: 1, receivedAt: at(0), reporterAt: at(0), staffPublicAt: null };

describe("the mark of a report's page", () => {
  test("moves for both sides when the team acts in public", () => {
    const after = { ...facts, version: 2, staffPublicAt: at(5) };
    expect(pulseMark("reporter", after)).not.toBe(pulseMark("reporter", facts));
    expect(pulseMark("staff", after)).not.toBe(pulseMark("staff", facts));
  });

  test("moves for the team alone when the reporter writes", () => {
    const after = { ...facts, reporterAt: at(5) };
    expect(pulseMark("reporter", after)).toBe(pulseMark("reporter", facts));
    expect(pulseMark("staff", after)).not.toBe(pulseMark("staff", facts));
  });

  test("tells a reporter nothing about the count of moves", () => {
    expect(pulseMark("reporter", { ...facts, version: 7 })).toBe(pulseMark("reporter", facts));
  });
});
