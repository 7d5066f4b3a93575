import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it, vi } from "vitest";
import { clockEffectSchema } from "../ledger/report-events";
import { MOVE_RULES, MOVES, type ReportState } from "../reports/state";
import { addWorkingDays, dueAt, isWorkingDay, resumeDue } from "./calendar";
import { ONTARIO, QUEENSLAND } from "./calendars.test-data";
import { type ClockTrigger, clockEffects } from "./clock";
import { applyEffects, type ClockEvent, foldClocks, isUnfinished } from "./fold";
import { clockStatus } from "./status";
import { termsFor } from "./terms";
import type { Calendar, ClockRun } from "./types";
import { ADJUSTABLE_CLOCKS, type ClockTerms, UNITS } from "./vocabulary";

fc.configureGlobal({ numRuns: 200 });
vi.setConfig({ testTimeout: 60_000 });

const ZONES = ["America/Toronto", "Australia/Brisbane", "Europe/London", "Africa/Cairo", "Australia/Lord_Howe"];

const instant = fc.date({ min: new Date("2024-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });
const unit = fc.constantFrom(...UNITS);
const amount = fc.integer({ min: 1, max: 20 });
const calendar: fc.Arbitrary<Calendar> = fc.record({
  version: fc.constant(3),
  region: fc.constant("Somewhere"),
  zone: fc.constantFrom(...ZONES),
  workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  cutOff: fc.constantFrom(null, "00:00", "12:30", "17:00"),
  holidays: fc.constantFrom(ONTARIO.holidays, QUEENSLAND.holidays, []),
});

const TERMS: ClockTerms[] = termsFor({
  commitments: [
    { clock: "acknowledge", amount: 2, unit: "business_day", rigidity: "MUST" },
    { clock: "first_response", amount: 5, unit: "business_day", rigidity: "BEST_EFFORT" },
    { clock: "verify", amount: 1, unit: "week", rigidity: "TYPICAL" },
    { clock: "fix", amount: 20, unit: "business_day", rigidity: "SHOULD" },
  ],
});

type Played = { events: ClockEvent[]; states: ReportState[]; runs: ClockRun[] };

/** A walk over the transition table: each step is a number that picks among what is possible, and a wait. */
const walk = fc.array(
  fc.record({ pick: fc.nat(), message: fc.boolean(), waitMs: fc.integer({ min: 0, max: 10 * 86_400_000 }) }),
  {
    maxLength: 25,
  },
);

function play(steps: { pick: number; message: boolean; waitMs: number }[], start: Date, using: Calendar): Played {
  let state: ReportState = "received";
  let at = start;
  const played: Played = { events: [], states: [], runs: [] };
  const record = (trigger: ClockTrigger) => {
    const effects = clockEffects({ trigger, at, runs: played.runs, terms: TERMS, calendar: using });
    played.events.push({ at: at.toISOString(), effects });
    played.states.push(state);
    played.runs = applyEffects(played.runs, { at: at.toISOString(), effects });
  };
  record({ kind: "received" });
  for (const { pick, message, waitMs } of steps) {
    at = new Date(at.getTime() + waitMs);
    const trigger = pickTrigger(state, pick, message);
    if (trigger.kind === "move") state = MOVE_RULES[trigger.move].to ?? state;
    record(trigger);
  }
  return played;
}

function pickTrigger(state: ReportState, pick: number, message: boolean): ClockTrigger {
  const moves = MOVES.filter((move) => MOVE_RULES[move].from.includes(state));
  const options: ClockTrigger[] = [
    ...moves.map((move): ClockTrigger => {
      const side = MOVE_RULES[move].role === "reporter" ? "reporter" : "staff";
      return { kind: "move", move, from: state, side, message };
    }),
    { kind: "message", side: "staff", state },
    ...ADJUSTABLE_CLOCKS.flatMap((clock): ClockTrigger[] => [
      { kind: "manual_pause", clock, because: "waiting_on_third_party" },
      { kind: "manual_resume", clock },
      { kind: "manual_extension", clock, amount: 3, unit: "day" },
    ]),
  ];
  const picked = options[pick % options.length];
  if (!picked) throw new Error("a state without triggers");
  return picked;
}

describe("laws of due dates", () => {
  it("due lies strictly after the start", () => {
    fc.assert(
      fc.property(instant, amount, unit, calendar, (start, n, u, using) => {
        expect(dueAt({ start, amount: n, unit: u, calendar: using }).due.getTime()).toBeGreaterThan(start.getTime());
      }),
    );
  });

  it("a business day is due at the end of a working day, and never on any other", () => {
    fc.assert(
      fc.property(instant, amount, calendar, (start, n, using) => {
        const { due, dueDate } = dueAt({ start, amount: n, unit: "business_day", calendar: using });
        expect(isWorkingDay(dueDate, using)).toBe(true);
        const nextDay = localDate(due, using.zone);
        expect(localDate(new Date(due.getTime() - 1), using.zone)).toBe(dueDate);
        expect(nextDay > dueDate).toBe(true);
      }),
    );
  });

  it("a longer promise is never due earlier, and without a cut-off neither is a later receipt", () => {
    fc.assert(
      fc.property(instant, fc.nat(20 * 86_400_000), amount, unit, calendar, (start, wait, n, u, using) => {
        const dueOf = (from: Date, count: number, cutOff: string | null) =>
          dueAt({ start: from, amount: count, unit: u, calendar: { ...using, cutOff } }).due.getTime();
        expect(dueOf(start, n + 1, using.cutOff)).toBeGreaterThan(dueOf(start, n, using.cutOff));
        expect(dueOf(new Date(start.getTime() + wait), n, null)).toBeGreaterThanOrEqual(dueOf(start, n, null));
      }),
    );
  });

  it("another holiday, or one working day of the week less, never makes a promise due earlier", () => {
    const days = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(instant, amount, unit, calendar, days, (start, n, u, using, offsets) => {
        const dueWith = (other: Calendar) => dueAt({ start, amount: n, unit: u, calendar: other }).due.getTime();
        const from = start.getTime();
        const closed = offsets.map((days) => ({
          date: localDate(new Date(from + days * 86_400_000), using.zone),
          name: "Closed",
        }));
        const due = dueWith(using);
        const later = dueWith({ ...using, holidays: [...closed, ...using.holidays] });
        expect(later).toBeGreaterThanOrEqual(due);
        if (u !== "business_day") expect(later).toBe(due);
        if (using.workingDays.length > 1)
          expect(dueWith({ ...using, workingDays: using.workingDays.slice(1) })).toBeGreaterThanOrEqual(due);
      }),
    );
  });

  it("the same time of the same day has the same due date in every zone, whatever its clocks did meanwhile", () => {
    const local = fc.record({
      day: instant.map((at) => at.toISOString().slice(0, 10)),
      hour: fc.integer({ min: 4, max: 22 }),
    });
    const counted = fc.constantFrom("day" as const, "week" as const, "year" as const, "business_day" as const);
    fc.assert(
      fc.property(local, amount, counted, calendar, ({ day, hour }, n, u, using) => {
        const dates = ZONES.map((zone) => {
          const start = instantOf(day, hour, zone);
          return dueAt({ start, amount: n, unit: u, calendar: { ...using, zone } }).dueDate;
        });
        expect(new Set(dates).size).toBe(1);
      }),
    );
  });

  it("working days add up", () => {
    fc.assert(
      fc.property(instant, amount, amount, calendar, (start, a, b, using) => {
        const day = localDate(start, using.zone);
        const halfWay = addWorkingDays(day, a, using).date;
        expect(addWorkingDays(halfWay, b, using).date).toBe(addWorkingDays(day, a + b, using).date);
      }),
    );
  });
});

describe("laws of pauses", () => {
  const pause = fc.record({ after: fc.integer({ min: 0, max: 30 * 86_400_000 }), lasting: fc.nat(60 * 86_400_000) });

  it("a pause never makes a due date earlier, and leaves it at the end of a day that counts", () => {
    fc.assert(
      fc.property(instant, amount, unit, calendar, pause, (start, n, u, using, { after, lasting }) => {
        const { due } = dueAt({ start, amount: n, unit: u, calendar: using });
        const pausedAt = new Date(start.getTime() + after);
        const resumedAt = new Date(pausedAt.getTime() + lasting);
        const moved = resumeDue({ due, unit: u, pausedAt, resumedAt, calendar: using });
        expect(moved.due.getTime()).toBeGreaterThanOrEqual(due.getTime());
        if (u === "hour") expect(moved.due.getTime() - due.getTime()).toBe(lasting);
        else expect(localDate(moved.due, using.zone) > moved.dueDate).toBe(true);
        if (u === "business_day") expect(isWorkingDay(moved.dueDate, using)).toBe(true);
      }),
    );
  });

  it("two pauses that meet move the due date as one does", () => {
    fc.assert(
      fc.property(
        instant,
        amount,
        unit,
        calendar,
        pause,
        fc.nat(1000),
        (start, n, u, using, { after, lasting }, share) => {
          const { due } = dueAt({ start, amount: n, unit: u, calendar: using });
          const from = new Date(start.getTime() + after);
          const to = new Date(from.getTime() + lasting);
          const middle = new Date(from.getTime() + Math.floor((lasting * share) / 1000));
          const whole = resumeDue({ due, unit: u, pausedAt: from, resumedAt: to, calendar: using }).due;
          const first = resumeDue({ due, unit: u, pausedAt: from, resumedAt: middle, calendar: using }).due;
          expect(resumeDue({ due: first, unit: u, pausedAt: middle, resumedAt: to, calendar: using }).due).toEqual(
            whole,
          );
        },
      ),
    );
  });
});

describe("laws of histories", () => {
  it("clocks are the fold of the events, as they are read back from the ledger", () => {
    fc.assert(
      fc.property(walk, instant, calendar, (steps, start, using) => {
        const { events, runs } = play(steps, start, using);
        const read = events.map(({ at, effects }) => ({
          at,
          effects: effects.map((effect) => clockEffectSchema.parse(JSON.parse(JSON.stringify(effect)))),
        }));
        expect(foldClocks(read)).toEqual(runs);
        expect(foldClocks(read)).toEqual(foldClocks(events));
      }),
    );
  });

  it("no event moves a due date earlier, or touches a clock with a result", () => {
    fc.assert(
      fc.property(walk, instant, calendar, (steps, start, using) => {
        const { events } = play(steps, start, using);
        events.forEach((_, index) => {
          const before = foldClocks(events.slice(0, index));
          const after = foldClocks(events.slice(0, index + 1));
          for (const run of before) {
            const same = after.find((some) => some.clock === run.clock && some.run === run.run);
            if (!isUnfinished(run)) expect(same).toEqual(run);
            expect(Date.parse(same?.due ?? "")).toBeGreaterThanOrEqual(Date.parse(run.due));
          }
        });
      }),
    );
  });

  it("state and clocks agree after every event", () => {
    fc.assert(
      fc.property(walk, instant, calendar, (steps, start, using) => {
        const { events, states } = play(steps, start, using);
        states.forEach((state, index) => {
          const runs = foldClocks(events.slice(0, index + 1)).filter(isUnfinished);
          const clocks = runs.map(({ clock }) => clock);
          expect(new Set(clocks).size).toBe(clocks.length);
          const verify = runs.find(({ clock }) => clock === "verify");
          if (state === "received" || state === "acknowledged" || state === "verifying")
            expect(verify?.pausedAt).toBeNull();
          if (state === "needs_info") expect(verify?.pausedBecause).toBe("waiting_on_reporter");
          if (state === "validated" || state === "not_valid") expect(verify).toBeUndefined();
          if (state === "accepted" || state === "fix_ready") expect(clocks).toContain("fix");
          if (state === "resolved" || state === "not_valid") expect(clocks).not.toContain("fix");
          if (state !== "received" && state !== "closed") expect(clocks).not.toContain("acknowledge");
          const suspended = runs.filter(({ pausedBecause }) => pausedBecause === "closed");
          if (state !== "closed") expect(suspended).toEqual([]);
          expect(runs.find(({ clock }) => clock === "appeal")?.pausedAt ?? null).toBeNull();
          if (state === "closed") expect(runs.filter(({ clock }) => clock !== "appeal")).toEqual(suspended);
        });
      }),
    );
  });

  it("events at one instant that touch different clocks can come in any order", () => {
    fc.assert(
      fc.property(walk, instant, calendar, fc.nat(), (steps, start, using, turn) => {
        const { events } = play(steps, start, using);
        const shuffled = events.flatMap(({ at, effects }) => {
          const clocks = [...new Set(effects.map(({ clock }) => clock))];
          const turned = clocks.map((_, index) => clocks[(index + turn) % clocks.length]).reverse();
          return turned.map((clock) => ({ at, effects: effects.filter((effect) => effect.clock === clock) }));
        });
        expect(foldClocks(shuffled)).toEqual(foldClocks(events));
      }),
    );
  });

  it("a later calendar moves no due date that exists, and a result stays what it was", () => {
    fc.assert(
      fc.property(walk, instant, calendar, instant, (steps, start, using, now) => {
        const { events, runs } = play(steps, start, using);
        const later: Calendar = { ...using, version: 4, workingDays: [3], holidays: [], cutOff: "09:00" };
        for (const run of foldClocks(events)) {
          expect(clockStatus(run, later, now).due).toBe(run.due);
          if (isUnfinished(run)) continue;
          expect(clockStatus(run, later, now).state).toBe(clockStatus(run, using, new Date(start)).state);
        }
        const trigger: ClockTrigger = { kind: "message", side: "reporter", state: "accepted" };
        const resumed = (current: Calendar) =>
          clockEffects({ trigger, at: now, runs, terms: TERMS, calendar: current, earlierCalendars: [using] });
        expect(resumed(later)).toEqual(resumed(using));
      }),
    );
  });
});

function instantOf(day: string, hour: number, zone: string): Date {
  return new Date(
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds,
  );
}

function localDate(at: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );
}
