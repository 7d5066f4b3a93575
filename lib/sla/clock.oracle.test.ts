import { describe, expect, it, vi } from "vitest";
import type { Move, ReportState } from "../reports/state";
import { ONTARIO } from "./calendars.test-data";
import { type ClockTrigger, clockEffects } from "./clock";
import { type ClockEvent, foldClocks } from "./fold";
import { clockStatus } from "./status";
import type { Calendar, ClockRun } from "./types";
import type { ClockTerms, Unit } from "./vocabulary";

/*
 * A second opinion. The oracle knows no calendar arithmetic and shares no code with the engine: it walks
 * through time in quarter hours, asks Intl for the local date at each, and counts.
 */

const QUARTER = 900_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

class Oracle {
  private readonly format: Intl.DateTimeFormat;
  private readonly seen = new Map<number, string>();

  constructor(private readonly calendar: Calendar) {
    this.format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: calendar.zone,
      dateStyle: "short",
      timeStyle: "medium",
    });
  }

  due(start: number, amount: number, unit: Unit): number {
    if (unit === "hour") return start + amount * HOUR;
    const days = unit === "week" ? amount * 7 : amount;
    let at = start;
    if (unit === "business_day" && this.calendar.cutOff !== null && this.time(start) >= this.calendar.cutOff)
      at = this.walk(start, 1, unit);
    return this.nextDate(this.walk(at, days, unit));
  }

  resumed(due: number, unit: Unit, from: number, to: number): number {
    if (unit === "hour") return due + to - from;
    let days = 0;
    for (let at = from; this.date(at) !== this.date(to); ) {
      at = this.nextDate(at);
      if (this.counts(at, unit)) days++;
    }
    return days === 0 ? due : this.nextDate(this.walk(due - 1, days, unit));
  }

  date(at: number): string {
    return this.local(at).slice(0, 10);
  }

  private time(at: number): string {
    return this.format.format(at).slice(11);
  }

  /** The first instant of the `days`th counting date after the date of `at`. */
  private walk(at: number, days: number, unit: Unit): number {
    let there = at;
    for (let counted = 0; counted < days; ) {
      there = this.nextDate(there);
      if (this.counts(there, unit)) counted++;
    }
    return there;
  }

  private nextDate(at: number): number {
    const date = this.date(at);
    let there = Math.floor(at / QUARTER) * QUARTER;
    while (this.date(there) <= date) there += QUARTER;
    return there;
  }

  private counts(at: number, unit: Unit): boolean {
    if (unit !== "business_day") return true;
    const date = this.date(at);
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
    if (this.calendar.holidays.some((holiday) => holiday.date === date)) return false;
    return this.calendar.workingDays.includes(weekday);
  }

  /** No zone of today changes its date within a quarter hour, so each quarter is asked for once. */
  private local(at: number): string {
    const quarter = Math.floor(at / QUARTER) * QUARTER;
    const known = this.seen.get(quarter);
    if (known !== undefined) return known;
    const text = this.format.format(quarter);
    this.seen.set(quarter, text);
    return text;
  }
}

/** Both changes of time of 2026 in each zone; Brisbane has none and is asked on the dates of its neighbours. */
const EDGES: [zone: string, edges: string[]][] = [
  ["America/Toronto", ["2026-03-08", "2026-11-01"]],
  ["America/St_Johns", ["2026-03-08", "2026-11-01"]],
  ["Europe/London", ["2026-03-29", "2026-10-25"]],
  ["Africa/Cairo", ["2026-04-24", "2026-10-29"]],
  ["Australia/Lord_Howe", ["2026-04-05", "2026-10-04"]],
  ["Pacific/Auckland", ["2026-04-05", "2026-09-27"]],
  ["Australia/Brisbane", ["2026-04-05", "2026-10-04"]],
];
const PER_EDGE = 20;

vi.setConfig({ testTimeout: 60_000 });

/** A small generator of its own, so that a failure names a history that can be run again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Span = { amount: number; unit: Unit };
type Pause = [from: number, to: number];

function history(zone: string, edge: string, seed: number) {
  const next = numbers(seed);
  const calendar: Calendar = {
    ...ONTARIO,
    zone,
    cutOff: [null, null, "17:00", "09:30"][next(4)] ?? null,
    workingDays: [
      [1, 2, 3, 4, 5],
      [7, 1, 2, 3, 4],
      [2, 4, 6],
    ][next(3)] ?? [1],
    holidays: [...Array(6)].map((_, index) => ({
      date: new Date(Date.parse(edge) + (next(24) - 6) * DAY).toISOString().slice(0, 10),
      name: `Holiday ${index}`,
    })),
  };
  const promise = (): Span => {
    const unit = (["hour", "day", "week", "business_day", "business_day"] as const)[next(5)] ?? "day";
    return { unit, amount: 1 + next(unit === "hour" ? 90 : unit === "week" ? 2 : 6) };
  };
  let at = Date.parse(edge) + (next(7) - 5) * DAY + next(24 * 60) * 60_000 + next(60_000);
  const later = () => {
    at += next(3) === 0 ? next(4 * HOUR) : next(4 * DAY);
    return at;
  };
  const times = { received: at, checked: later(), asked: later(), answered: later(), withdrawn: later() };
  const rest = { reopened: later(), validated: later(), paused: later(), resumed: later(), resolved: later() };
  const terms = { acknowledge: promise(), first_response: promise(), verify: promise(), fix: promise() };
  return { calendar, terms, times: { ...times, ...rest } };
}

function enginesAnswer({ calendar, terms, times }: ReturnType<typeof history>): ClockRun[] {
  const move = (at: number, name: Move, from: ReportState, side: "staff" | "reporter"): [number, ClockTrigger] => [
    at,
    { kind: "move", move: name, from, side, message: false },
  ];
  const steps: [number, ClockTrigger][] = [
    [times.received, { kind: "received" }],
    move(times.checked, "start_checking", "received", "staff"),
    move(times.asked, "ask_for_information", "verifying", "staff"),
    move(times.answered, "give_information", "needs_info", "reporter"),
    move(times.withdrawn, "withdraw", "verifying", "reporter"),
    move(times.reopened, "reopen", "closed", "staff"),
    move(times.validated, "validate", "verifying", "staff"),
    [times.paused, { kind: "manual_pause", clock: "fix", because: "waiting_on_third_party" }],
    [times.resumed, { kind: "manual_resume", clock: "fix" }],
    move(times.resolved, "resolve", "fix_ready", "staff"),
  ];
  const given = Object.entries(terms).map(
    ([clock, promise]) => ({ clock, ...promise, rigidity: "MUST" }) as ClockTerms,
  );
  const events: ClockEvent[] = [];
  for (const [instant, trigger] of steps) {
    const at = new Date(instant);
    const effects = clockEffects({ trigger, at, runs: foldClocks(events), terms: given, calendar });
    events.push({ at: at.toISOString(), effects });
  }
  return foldClocks(events);
}

function oraclesAnswer({ calendar, terms, times }: ReturnType<typeof history>) {
  const oracle = new Oracle(calendar);
  const answer = (clock: string, { amount, unit }: Span, start: number, pauses: Pause[], stop: number | null) => {
    const due = pauses.reduce(
      (sofar, [from, to]) => oracle.resumed(sofar, unit, from, to),
      oracle.due(start, amount, unit),
    );
    const met = stop === null ? null : stop < due;
    return { clock, due: new Date(due).toISOString(), dueDate: oracle.date(due - 1), met };
  };
  const asked: Pause = [times.asked, times.answered];
  const closed: Pause = [times.withdrawn, times.reopened];
  return [
    answer("acknowledge", terms.acknowledge, times.received, [], times.checked),
    answer("first_response", terms.first_response, times.received, [closed], null),
    answer("verify", terms.verify, times.received, [asked, closed], times.validated),
    answer("fix", terms.fix, times.validated, [[times.paused, times.resumed]], times.resolved),
  ];
}

describe("the engine and the oracle agree on generated histories", () => {
  const cases = EDGES.flatMap(([zone, edges]) => edges.map((edge) => [zone, edge] as const));

  it.each(cases)(`%s around %s, ${PER_EDGE} histories`, (zone, edge) => {
    for (let seed = 1; seed <= PER_EDGE; seed++) {
      const told = history(zone, edge, seed * 7919 + cases.findIndex((some) => some[0] === zone && some[1] === edge));
      const engine = enginesAnswer(told).map((run) => {
        const { clock, due, dueDate, state } = clockStatus(run, told.calendar, new Date(told.times.resolved));
        return { clock, due, dueDate, met: run.stoppedAt === null ? null : state === "met" };
      });
      expect(engine, `history ${seed}: ${JSON.stringify(told)}`).toEqual(oraclesAnswer(told));
    }
  });

  it("covers at least 200 histories, results of both kinds, and every unit", () => {
    const all = cases.flatMap(([zone, edge], index) =>
      [...Array(PER_EDGE)].map((_, seed) => history(zone, edge, (seed + 1) * 7919 + index)),
    );
    expect(all.length).toBeGreaterThanOrEqual(200);
    const results = all.flatMap((told) => oraclesAnswer(told).map(({ met }) => met));
    expect(results.filter((met) => met === true).length).toBeGreaterThan(100);
    expect(results.filter((met) => met === false).length).toBeGreaterThan(100);
    const units = new Set(all.flatMap(({ terms }) => Object.values(terms).map(({ unit }) => unit)));
    expect([...units].sort()).toEqual(["business_day", "day", "hour", "week"]);
  });
});
