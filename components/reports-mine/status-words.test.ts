import { describe, expect, test } from "vitest";
import { REPORT_STATES } from "@/lib/reports/state";
import type { ClockStatus } from "@/lib/sla/types";
import { standingSentences } from "./status-words";

const verify: ClockStatus = {
  clock: "verify",
  amount: 1,
  unit: "week",
  rigidity: "TYPICAL",
  run: 1,
  state: "running",
  due: "2025-07-05T04:00:00.000Z",
  dueDate: "2025-07-04",
  zone: "America/Toronto",
  remainingMs: 86_400_000,
  tookMs: null,
  pausedMs: null,
  pausedBecause: null,
  ours: false,
  because: [],
};
const nextUpdateBy = { due: verify.due, dueDate: verify.dueDate };

describe("how a report stands", () => {
  test("says what is now and what is next", () => {
    expect(standingSentences({ state: "verifying", resolutionText: null, nextUpdateBy, clocks: [verify] })).toEqual({
      now: "We are checking it.",
      next: "Next: We usually finish checking within a week: about 4 Jul.",
    });
  });

  test("owns up to being late in place of a next step", () => {
    const late: ClockStatus = { ...verify, rigidity: "MUST", clock: "acknowledge", state: "breached", remainingMs: -1 };
    const { next } = standingSentences({ state: "received", resolutionText: null, nextUpdateBy, clocks: [late] });
    expect(next).toBe(
      "We said we would confirm that a person has your report by the end of Fri 4 Jul 2025, EDT, and a person has not confirmed your report yet.",
    );
  });

  test("promises nothing once it is closed, and says why it was", () => {
    expect(
      standingSentences({
        state: "closed",
        resolutionText: "You withdrew this report.",
        nextUpdateBy,
        clocks: [{ ...verify, state: "paused", pausedBecause: "closed" }],
      }),
    ).toEqual({ now: "This report is closed. You withdrew this report.", next: null });
  });

  test("has a sentence for every state", () => {
    for (const state of REPORT_STATES) {
      const { now, next } = standingSentences({ state, resolutionText: null, nextUpdateBy: null, clocks: [] });
      expect(now).toMatch(/^[A-Z].+\.$/);
      expect(next).toBeNull();
    }
  });
});
