import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it, vi } from "vitest";
import type { Move, ReportState } from "../reports/state";
import { type ClockTrigger, clockEffects } from "./clock";
import { type ClockEvent, foldClocks } from "./fold";
import { type Happening, type OracleAnswer, type OracleHistory, oraclesAnswer } from "./oracle.test-data";
import { historyAround } from "./oracle-histories.test-data";
import { clockStatus } from "./status";
import type { Calendar, ClockEffect, ClockRun, ClockState } from "./types";
import type { ClockTerms } from "./vocabulary";

vi.setConfig({ testTimeout: 60_000 });

/** Both changes of time of 2026 in six zones: half-hour zones, the southern half, a midnight that does not exist. */
const CHANGES: [zone: string, edges: [string, string]][] = [
  ["America/Toronto", ["2026-03-08", "2026-11-01"]],
  ["America/St_Johns", ["2026-03-08", "2026-11-01"]],
  ["Europe/London", ["2026-03-29", "2026-10-25"]],
  ["Africa/Cairo", ["2026-04-24", "2026-10-29"]],
  ["Australia/Lord_Howe", ["2026-04-05", "2026-10-04"]],
  ["Pacific/Auckland", ["2026-04-05", "2026-09-27"]],
];
const PER_CHANGE = 44;

const AROUND = CHANGES.flatMap(([zone, edges], place) =>
  edges.map((edge, turn) => {
    const seeds = [...Array(PER_CHANGE)].map((_, seed) => (seed + 1) * 7919 + place * 2 + turn);
    const told = seeds.map((seed) => ({ seed, ...historyAround(zone, edge, seed) }));
    const histories = told.map((some) => ({ ...some, expected: ordered(oraclesAnswer(some.history, some.now)) }));
    return { zone, edge, histories };
  }),
);

type Told = { history: OracleHistory; now: number };

function ordered(answers: OracleAnswer[]): OracleAnswer[] {
  return [...answers].sort((a, b) => a.clock.localeCompare(b.clock) || a.run - b.run);
}

function calendarOf({ zone, cutOff, workingDays, holidays }: OracleHistory): Calendar {
  const named = holidays.map((date, index) => ({ date, name: `Holiday ${index}` }));
  return { version: 3, region: "Somewhere", zone, cutOff, workingDays, holidays: named };
}

const WHY = {
  reporter: "waiting_on_reporter",
  third_party: "waiting_on_third_party",
  us: "waiting_on_us",
} as const;

/** The engine is told the same by its own triggers: the state that a move leaves is its to know. */
function triggerOf(happening: Happening, state: ReportState): ClockTrigger {
  const move = (name: Move, side: "staff" | "reporter" = "staff", message = false): ClockTrigger => ({
    kind: "move",
    move: name,
    from: state,
    side,
    message,
  });
  switch (happening.what) {
    case "received":
      return { kind: "received" };
    case "checked":
      return move("start_checking");
    case "spoken":
      return { kind: "message", side: "staff", state };
    case "written":
      return { kind: "message", side: "reporter", state };
    case "asked":
      return move("ask_for_information", "staff", true);
    case "answered":
      return move("give_information", "reporter");
    case "validated":
      return move("validate");
    case "declined":
      return move("reject", "staff", true);
    case "spammed":
      return move("close_spam");
    case "withdrawn":
      return move("withdraw", "reporter");
    case "closed":
      return move("close");
    case "reopened":
      return move("reopen");
    case "resolved":
      return move("resolve");
    case "held":
      return { kind: "manual_pause", clock: happening.clock, because: WHY[happening.why] };
    case "released":
      return { kind: "manual_resume", clock: happening.clock };
    case "extended":
      return {
        kind: "manual_extension",
        clock: happening.clock,
        amount: happening.amount,
        unit: happening.unit,
      };
  }
}

const LEAVES: Partial<Record<Happening["what"], ReportState>> = {
  checked: "verifying",
  asked: "needs_info",
  answered: "verifying",
  validated: "validated",
  declined: "not_valid",
  spammed: "closed",
  withdrawn: "closed",
  closed: "closed",
  reopened: "verifying",
  resolved: "resolved",
};

const STANDS: Record<ClockState, OracleAnswer["stands"]> = {
  running: "running",
  due_soon: "running",
  due_today: "running",
  paused: "held",
  met: "met",
  met_late: "met_late",
  breached: "late",
  missed: "late",
  later_than_usual: "late",
  not_applicable: "void",
};

/** A fault put into the engine: into the calendar it counts by, or into what it says an event does. */
type Fault = {
  calendar?: (calendar: Calendar) => Calendar;
  effects?: (effects: ClockEffect[], told: { at: Date; zone: string; runs: readonly ClockRun[] }) => ClockEffect[];
};

function enginesAnswer({ history, now }: Told, fault: Fault = {}): OracleAnswer[] {
  const told = calendarOf(history);
  const calendar = fault.calendar?.(told) ?? told;
  const rigidities = ["MUST", "BEST_EFFORT", "TYPICAL", "SHOULD", "SHOULD"] as const;
  const terms = Object.entries(history.terms).map(
    ([clock, span], index) => ({ clock, ...span, rigidity: rigidities[index] }) as ClockTerms,
  );
  const events: ClockEvent[] = [];
  let state: ReportState = "received";
  for (const happening of history.happenings) {
    const at = new Date(happening.at);
    const trigger = triggerOf(happening, state);
    const runs = foldClocks(events);
    const effects = clockEffects({ trigger, at, runs, terms, calendar });
    const made = fault.effects?.(effects, { at, zone: calendar.zone, runs }) ?? effects;
    events.push({ at: at.toISOString(), effects: made });
    state = LEAVES[happening.what] ?? state;
  }
  const runs = foldClocks(events).map((run) => clockStatus(run, calendar, new Date(now)));
  return ordered(
    runs.map(
      ({ clock, run, due, dueDate, state: stands }) =>
        ({ clock, run, due, dueDate, stands: STANDS[stands] }) as OracleAnswer,
    ),
  );
}

describe("the engine and the oracle agree on generated histories (CC-14)", () => {
  it.each(AROUND)("$zone around $edge", ({ histories }) => {
    for (const { seed, expected, ...told } of histories) {
      expect(enginesAnswer(told), `history ${seed}: ${JSON.stringify(told.history)}`).toEqual(expected);
    }
  });

  it("covers at least 500 histories, six zones, every happening, unit and outcome", () => {
    const all = AROUND.flatMap(({ histories }) => histories);
    expect(all.length).toBeGreaterThanOrEqual(500);
    expect(new Set(AROUND.map(({ zone }) => zone)).size).toBe(6);
    const happenings = new Set(all.flatMap(({ history }) => history.happenings.map(({ what }) => what)));
    expect(happenings.size).toBe(16);
    const units = new Set(all.flatMap(({ history }) => Object.values(history.terms).map(({ unit }) => unit)));
    expect([...units].sort()).toEqual(["business_day", "day", "hour", "week"]);
    const outcomes = all.flatMap(({ expected }) => expected.map(({ stands }) => stands));
    for (const outcome of ["met", "met_late", "late", "running", "void", "held"] as const) {
      expect(outcomes.filter((some) => some === outcome).length, outcome).toBeGreaterThan(20);
    }
  });

  it("changes the offset of every zone on the dates that are said to do so", () => {
    for (const { zone, edge } of AROUND) {
      const offset = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone: zone, plainTime: "12:00" }).offset;
      const date = Temporal.PlainDate.from(edge);
      expect(offset(date.subtract({ days: 1 })), `${zone} ${edge}`).not.toBe(offset(date.add({ days: 1 })));
    }
  });

  it("asks somebody who shares no line of code", () => {
    const source = readFileSync(new URL("./oracle.test-data.ts", import.meta.url), "utf8");
    expect(source).not.toMatch(/\bimport\b|\brequire\b|Temporal/);
  });
});

const FAULTS: Record<string, Fault> = {
  "holidays are ignored": { calendar: (calendar) => ({ ...calendar, holidays: [] }) },
  "the change of time is ignored": {
    effects: (effects, { at, zone }) =>
      effects.map((effect) => ("due" in effect ? { ...effect, due: atOffsetOf(at, effect.due, zone) } : effect)),
  },
  "pauses are ignored": { effects: withoutTime("resume") },
  "extensions are ignored": { effects: withoutTime("extend") },
  "the cut-off is ignored": { calendar: (calendar) => ({ ...calendar, cutOff: null }) },
};

/** The local midnight of a due date, read with the offset that the zone had when the event happened. */
function atOffsetOf(at: Date, due: string, zone: string): string {
  const offset = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
  const right = Date.parse(due);
  return new Date(right + offset(right) - offset(at.getTime())).toISOString();
}

function withoutTime(op: "resume" | "extend"): NonNullable<Fault["effects"]> {
  return (effects, { runs }) =>
    effects.map((effect) => {
      const run = runs.find((some) => some.clock === effect.clock && some.run === effect.run);
      return effect.op === op && run ? { ...effect, due: run.due } : effect;
    });
}

describe.each(Object.entries(FAULTS))("an engine in which %s", (_, fault) => {
  it.each(AROUND)("is found out in $zone around $edge", ({ histories }) => {
    expect(histories.some(({ expected, ...told }) => !isDeepStrictEqual(enginesAnswer(told, fault), expected))).toBe(
      true,
    );
  });
});
