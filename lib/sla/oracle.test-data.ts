/*
 * A second opinion on every due date (product.md §4), written apart: it imports nothing, knows no calendar arithmetic,
 * walks through time minute by minute, asks Intl for the local date at each, and counts.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type OracleUnit = "hour" | "day" | "week" | "business_day";
export type OracleSpan = { amount: number; unit: OracleUnit };
type Held = "reporter" | "third_party" | "us" | "closed";
type Name = "acknowledge" | "first_response" | "verify" | "next_update" | "fix";

/** What happened to a report, each at an instant in milliseconds. */
export type Happening = { at: number } & (
  | { what: "received" | "checked" | "spoken" | "asked" | "answered" | "written" }
  | { what: "validated" | "declined" | "spammed" | "withdrawn" | "closed" | "reopened" | "resolved" }
  | { what: "held"; clock: "fix" | "next_update"; why: Exclude<Held, "closed"> }
  | { what: "released"; clock: "fix" | "next_update" }
  | ({ what: "extended"; clock: "fix" | "next_update" } & OracleSpan)
);

export type OracleHistory = {
  zone: string;
  /** Local "HH:MM", or null. */
  cutOff: string | null;
  /** 1 = Monday … 7 = Sunday. */
  workingDays: readonly number[];
  /** Local dates, "YYYY-MM-DD". */
  holidays: readonly string[];
  terms: Record<Name, OracleSpan>;
  happenings: readonly Happening[];
};

export type OracleAnswer = {
  clock: Name;
  run: number;
  due: string;
  dueDate: string;
  stands: "met" | "met_late" | "void" | "held" | "late" | "running";
};

type Clock = {
  name: Name;
  run: number;
  unit: OracleUnit;
  due: number;
  held: { since: number; why: Held } | null;
  stopped: number | null;
  void: boolean;
};

/** The wall clock of a zone; what it showed at a minute is asked for once. */
class Wall {
  private readonly shown = new Map<number, string>();
  private readonly format: Intl.DateTimeFormat;

  constructor(zone: string) {
    this.format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  }

  /** "YYYY-MM-DD HH:MM" in the minute of `at`. */
  at(at: number): string {
    const minute = Math.floor(at / MINUTE);
    const known = this.shown.get(minute);
    if (known !== undefined) return known;
    const text = this.format.format(minute * MINUTE);
    this.shown.set(minute, text);
    return text;
  }
}

const walls = new Map<string, Wall>();

function wallOf(zone: string): Wall {
  const wall = walls.get(zone) ?? new Wall(zone);
  walls.set(zone, wall);
  return wall;
}

/** Where every clock of a history stands at `now`, by name and run. */
export function oraclesAnswer(history: OracleHistory, now: number): OracleAnswer[] {
  const days = new Days(history);
  const clocks: Clock[] = [];
  for (const happening of history.happenings) happen(clocks, happening, history, days);
  return clocks.map((clock) => ({
    clock: clock.name,
    run: clock.run,
    due: new Date(clock.due).toISOString(),
    dueDate: days.date(clock.due - 1),
    stands: standsOf(clock, now),
  }));
}

function standsOf(clock: Clock, now: number): OracleAnswer["stands"] {
  if (clock.void) return "void";
  if (clock.stopped !== null) return clock.stopped < clock.due ? "met" : "met_late";
  if (clock.held !== null) return "held";
  return now < clock.due ? "running" : "late";
}

/** The table of product.md §4, row by row: what starts, stops, holds and resumes which clock. */
function happen(clocks: Clock[], happening: Happening, { terms }: OracleHistory, days: Days): void {
  const { at, what } = happening;
  const running = (name: Name) => clocks.find((clock) => clock.name === name && clock.stopped === null && !clock.void);
  const start = (name: Name) => {
    if (running(name)) return;
    const { amount, unit } = terms[name];
    const run = 1 + clocks.filter((clock) => clock.name === name).length;
    clocks.push({ name, run, unit, due: days.due(at, amount, unit), held: null, stopped: null, void: false });
  };
  const goOn = (clock: Clock | undefined) => {
    if (!clock?.held) return;
    clock.due = days.resumed(clock.due, clock.unit, clock.held.since, at);
    clock.held = null;
  };
  const stop = (name: Name) => {
    const clock = running(name);
    goOn(clock);
    if (clock) clock.stopped = at;
  };
  const goOnWhere = (why: Held) => {
    for (const clock of clocks) if (clock.held?.why === why) goOn(clock);
  };
  const hold = (clock: Clock | undefined, why: Held) => {
    if (clock) clock.held = { since: clock.held?.since ?? at, why };
  };
  const speak = () => {
    for (const name of ["acknowledge", "first_response", "next_update"] as const) stop(name);
    start("next_update");
  };
  const close = () => {
    for (const clock of clocks) if (clock.stopped === null && !clock.void) hold(clock, "closed");
  };
  switch (what) {
    case "received":
      for (const name of ["acknowledge", "first_response", "verify"] as const) start(name);
      break;
    case "checked":
      stop("acknowledge");
      break;
    case "spoken":
      speak();
      break;
    case "asked":
      hold(running("verify"), "reporter");
      speak();
      break;
    case "answered":
    case "written":
      goOnWhere("reporter");
      break;
    case "validated":
      stop("acknowledge");
      stop("verify");
      start("fix");
      break;
    case "declined": {
      stop("verify");
      const fix = running("fix");
      if (fix) Object.assign(fix, { void: true, held: null });
      speak();
      break;
    }
    case "spammed":
      for (const clock of clocks) if (clock.stopped === null) Object.assign(clock, { void: true, held: null });
      break;
    case "withdrawn":
    case "closed":
      close();
      break;
    case "reopened": {
      const firstIsVoid = clocks.findLast(({ name }) => name === "first_response")?.void;
      goOnWhere("closed");
      stop("acknowledge");
      start("verify");
      if (firstIsVoid) start("first_response");
      if (clocks.some(({ name }) => name === "next_update")) start("next_update");
      break;
    }
    case "resolved":
      stop("fix");
      break;
    case "held":
      hold(running(happening.clock), happening.why);
      break;
    case "released":
      goOn(running(happening.clock));
      break;
    case "extended": {
      const clock = running(happening.clock);
      if (clock) clock.due = days.extended(clock.due, happening.amount, happening.unit);
    }
  }
}

/** Days counted by walking over every minute of them. */
class Days {
  private readonly wall: Wall;

  constructor(private readonly history: OracleHistory) {
    this.wall = wallOf(history.zone);
  }

  due(start: number, amount: number, unit: OracleUnit): number {
    if (unit === "hour") return start + amount * HOUR;
    const { cutOff } = this.history;
    const late = unit === "business_day" && cutOff !== null && this.wall.at(start).slice(11) >= cutOff;
    return this.endOfDay(this.walk(late ? this.walk(start, 1, unit) : start, inDays(amount, unit), unit));
  }

  resumed(due: number, unit: OracleUnit, from: number, to: number): number {
    if (unit === "hour") return due + to - from;
    const last = this.date(to);
    let counted = 0;
    for (let at = from; this.date(at) !== last; ) {
      at = this.endOfDay(at);
      if (this.counts(at, unit)) counted++;
    }
    return counted === 0 ? due : this.endOfDay(this.walk(due - 1, counted, unit));
  }

  extended(due: number, amount: number, unit: OracleUnit): number {
    if (unit === "hour") return due + amount * HOUR;
    return this.endOfDay(this.walk(due - 1, inDays(amount, unit), unit));
  }

  date(at: number): string {
    return this.wall.at(at).slice(0, 10);
  }

  /** The first minute of the `days`th counting date after the date of `at`. */
  private walk(at: number, days: number, unit: OracleUnit): number {
    let there = at;
    for (let counted = 0; counted < days; ) {
      there = this.endOfDay(there);
      if (this.counts(there, unit)) counted++;
    }
    return there;
  }

  /** The first minute that shows another date. */
  private endOfDay(at: number): number {
    const date = this.date(at);
    let there = Math.floor(at / MINUTE) * MINUTE;
    while (this.date(there) === date) there += MINUTE;
    return there;
  }

  private counts(at: number, unit: OracleUnit): boolean {
    if (unit !== "business_day") return true;
    const date = this.date(at);
    if (this.history.holidays.includes(date)) return false;
    return this.history.workingDays.includes(new Date(`${date}T00:00:00Z`).getUTCDay() || 7);
  }
}

function inDays(amount: number, unit: OracleUnit): number {
  return unit === "week" ? amount * 7 : amount;
}
