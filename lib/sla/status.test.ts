import { describe, expect, it } from "vitest";
import { ONTARIO } from "./calendars.test-data";
import { clockStatus, nextDue } from "./status";
import { isOurs, termsFor } from "./terms";
import type { ClockRun, ClockState } from "./types";
import { CLOCKS, type ClockTerms } from "./vocabulary";

/** Two business days from Fri 27 Jun 2025, 16:00 in Toronto. */
function someRun(changes: Partial<ClockRun> = {}): ClockRun {
  return {
    clock: "acknowledge",
    amount: 2,
    unit: "business_day",
    rigidity: "MUST",
    run: 1,
    calendarVersion: 3,
    startedAt: "2025-06-27T20:00:00.000Z",
    due: "2025-07-03T04:00:00.000Z",
    pausedAt: null,
    pausedBecause: null,
    stoppedAt: null,
    voided: false,
    derivation: ["Received Fri 27 Jun 2025, 16:00 EDT"],
    ...changes,
  };
}

function stateAt(now: string, changes: Partial<ClockRun> = {}): ClockState {
  return clockStatus(someRun(changes), ONTARIO, new Date(now)).state;
}

const WEEK: Partial<ClockRun> = { clock: "verify", amount: 1, unit: "week", due: "2025-07-05T04:00:00.000Z" };

describe("the state of a clock", () => {
  it.each([
    ["at the start", "2025-06-27T20:00:00Z", "running"],
    ["at a quarter of the time left, less a second", "2025-07-01T19:59:59Z", "running"],
    ["at a quarter of the time left", "2025-07-01T20:00:00Z", "due_soon"],
    ["from the first moment of its last day", "2025-07-02T04:00:00Z", "due_today"],
    ["at its last moment", "2025-07-03T03:59:59.999Z", "due_today"],
    ["at the exclusive instant", "2025-07-03T04:00:00Z", "breached"],
  ])("%s", (_, now, expected) => {
    expect(stateAt(now)).toBe(expected);
  });

  it("is due soon with a day left of a short time", () => {
    const hours: Partial<ClockRun> = { clock: "exposure_alert", amount: 40, unit: "hour", due: "2025-06-29T12:00:00Z" };
    expect(stateAt("2025-06-28T11:59:59Z", hours)).toBe("running");
    expect(stateAt("2025-06-28T12:00:00Z", hours)).toBe("due_soon");
    expect(stateAt("2025-06-29T06:00:00Z", hours)).toBe("due_soon");
  });

  it("warns by the time the terms give, however long a pause made it", () => {
    const paused = { ...WEEK, due: "2025-09-05T04:00:00.000Z" };
    expect(stateAt("2025-09-01T04:00:00Z", paused)).toBe("running");
    expect(stateAt("2025-09-03T16:00:00Z", paused)).toBe("due_soon");
  });

  it.each([
    ["MUST", "breached"],
    ["SHOULD", "missed"],
    ["BEST_EFFORT", "missed"],
    ["TYPICAL", "later_than_usual"],
  ] as const)("breaks as its rigidity says: %s", (rigidity, expected) => {
    expect(stateAt("2025-07-04T00:00:00Z", { rigidity })).toBe(expected);
  });

  it("keeps a result for ever", () => {
    expect(stateAt("2045-01-01T00:00:00Z", { stoppedAt: "2025-07-03T03:59:59.999Z" })).toBe("met");
    expect(stateAt("2045-01-01T00:00:00Z", { stoppedAt: "2025-07-03T04:00:00.000Z" })).toBe("met_late");
    expect(stateAt("2045-01-01T00:00:00Z", { voided: true })).toBe("not_applicable");
    expect(stateAt("2045-01-01T00:00:00Z", { pausedAt: "2025-07-01T00:00:00Z" })).toBe("paused");
  });
});

describe("a status", () => {
  it("says when, how long and in which zone", () => {
    expect(clockStatus(someRun(), ONTARIO, new Date("2025-07-01T04:00:00Z"))).toEqual({
      clock: "acknowledge",
      amount: 2,
      unit: "business_day",
      rigidity: "MUST",
      run: 1,
      state: "running",
      due: "2025-07-03T04:00:00.000Z",
      dueDate: "2025-07-02",
      zone: "America/Toronto",
      remainingMs: 2 * 86_400_000,
      tookMs: null,
      pausedMs: null,
      pausedBecause: null,
      ours: false,
      because: ["Received Fri 27 Jun 2025, 16:00 EDT"],
    });
  });

  it("holds the remaining time still while paused and when stopped", () => {
    const paused = someRun({ pausedAt: "2025-07-01T04:00:00.000Z", pausedBecause: "waiting_on_reporter" });
    expect(clockStatus(paused, ONTARIO, new Date("2025-07-06T04:00:00Z"))).toMatchObject({
      remainingMs: 2 * 86_400_000,
      pausedMs: 5 * 86_400_000,
      pausedBecause: "waiting_on_reporter",
    });
    const stopped = someRun({ stoppedAt: "2025-07-03T05:00:00.000Z" });
    expect(clockStatus(stopped, ONTARIO, new Date("2026-01-01")).remainingMs).toBe(-3_600_000);
  });

  it("knows our own aims from the promises of a policy", () => {
    expect(CLOCKS.filter(isOurs)).toEqual(["next_update", "appeal", "exposure_alert", "policy_review", "key_expiry"]);
  });
});

describe("the clock to sort by", () => {
  const late = someRun({ clock: "verify", due: "2025-07-05T04:00:00.000Z" });
  const early = someRun();
  it("is the earliest due of those that run", () => {
    expect(nextDue([late, early])).toBe(early);
    expect(nextDue([late, { ...early, pausedAt: "2025-07-01T00:00:00Z", pausedBecause: "waiting_on_us" }])).toBe(late);
    expect(nextDue([late, { ...early, stoppedAt: "2025-07-01T00:00:00Z" }])).toBe(late);
    expect(nextDue([late, { ...early, voided: true }])).toBe(late);
  });

  it("is a paused one when none runs, and none when the report is closed", () => {
    const paused = { ...early, pausedAt: "2025-07-01T00:00:00Z", pausedBecause: "waiting_on_reporter" as const };
    expect(nextDue([paused])).toBe(paused);
    expect(nextDue([{ ...paused, pausedBecause: "closed" }])).toBeNull();
    expect(nextDue([])).toBeNull();
  });
});

describe("terms", () => {
  const fix = (amount: number, severity?: string) =>
    ({ clock: "fix", amount, unit: "day", rigidity: "SHOULD", severity }) as const;
  const fixDays = (severity: string | null, ...commitments: ReturnType<typeof fix>[]) =>
    termsFor({ commitments, severity }).find(({ clock }: ClockTerms) => clock === "fix")?.amount;

  it("take the fix target of the severity, else the one for any, else none", () => {
    expect(fixDays("high", fix(90), fix(30, "high"), fix(7, "critical"))).toBe(30);
    expect(fixDays("low", fix(90), fix(30, "high"))).toBe(90);
    expect(fixDays("low", fix(30, "high"))).toBeUndefined();
    expect(fixDays(null, fix(30, "high"))).toBeUndefined();
  });

  it("add our own aims, with the program's days for the next update", () => {
    expect(termsFor({ commitments: [] })).toEqual([
      { clock: "next_update", amount: 14, unit: "day", rigidity: "SHOULD" },
      { clock: "appeal", amount: 5, unit: "business_day", rigidity: "MUST" },
    ]);
    expect(termsFor({ commitments: [], nextUpdateDays: 7 })[0]?.amount).toBe(7);
  });
});
