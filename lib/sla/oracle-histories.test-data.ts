import type { Happening, OracleHistory, OracleSpan } from "./oracle.test-data";

/*
 * Generated lives of reports: questions, withdrawals, rejections, reopenings, pauses and extensions by hand, around a
 * change of time. A small generator of its own, so that a failure names a history that can be run again.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Next = (below: number) => number;

function numbers(seed: number): Next {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function oneOf<T>(next: Next, items: readonly [T, ...T[]]): T {
  return items[next(items.length)] ?? items[0];
}

function span(next: Next): OracleSpan {
  const unit = oneOf(next, ["hour", "day", "week", "business_day", "business_day"] as const);
  return { unit, amount: 1 + next(unit === "hour" ? 90 : unit === "week" ? 2 : 6) };
}

/** One history around a local date on which the zone changes its time, and an instant to look at it from. */
export function historyAround(zone: string, edge: string, seed: number): { history: OracleHistory; now: number } {
  const next = numbers(seed);
  const cutOff = oneOf(next, [null, null, "17:00", "09:30"]);
  const workingDays = oneOf(next, [
    [1, 2, 3, 4, 5],
    [7, 1, 2, 3, 4],
    [2, 4, 6],
  ]);
  const holidays = [...Array(6)].map(() =>
    new Date(Date.parse(edge) + (next(24) - 6) * DAY).toISOString().slice(0, 10),
  );
  const terms = {
    acknowledge: span(next),
    first_response: span(next),
    verify: span(next),
    next_update: { unit: "day" as const, amount: 3 + next(12) },
    fix: span(next),
  };
  const start = Date.parse(edge) + (next(7) - 5) * DAY + next(DAY);
  const life = new Life(next, start);
  life.live();
  const now = life.later();
  return { history: { zone, cutOff, workingDays, holidays, terms, happenings: life.happenings }, now };
}

class Life {
  readonly happenings: Happening[] = [];

  constructor(
    private readonly next: Next,
    private at: number,
  ) {
    this.happenings.push({ at, what: "received" });
  }

  live(): void {
    if (this.sometimes(2)) this.add("spoken");
    if (this.sometimes(8)) this.twice("spammed");
    this.add("checked");
    for (let asked = this.next(3); asked > 0; asked--) {
      this.add("asked");
      if (this.sometimes(4)) this.twice("withdrawn");
      else this.add("answered");
    }
    if (this.sometimes(3)) this.twice("withdrawn");
    if (this.sometimes(4)) this.twice("declined");
    this.add("validated");
    this.adjust();
    if (this.sometimes(4)) {
      this.twice("closed");
      this.add("validated");
      this.adjust();
    }
    if (this.sometimes(2)) this.add("spoken");
    if (!this.sometimes(5)) this.add("resolved");
  }

  later(): number {
    this.at += this.next(3) === 0 ? this.next(4 * HOUR) : this.next(3 * DAY);
    return this.at;
  }

  /** Pauses and extensions by hand, of both clocks that have them, crossing each other. */
  private adjust(): void {
    const held = new Set<"fix" | "next_update">();
    for (let steps = this.next(5); steps > 0; steps--) {
      const clock = oneOf(this.next, ["fix", "fix", "next_update"] as const);
      if (this.sometimes(3)) {
        const unit = oneOf(this.next, ["day", "week", "business_day"] as const);
        this.happenings.push({ at: this.later(), what: "extended", clock, unit, amount: 1 + this.next(4) });
      } else if (held.delete(clock)) this.happenings.push({ at: this.later(), what: "released", clock });
      else {
        const why = oneOf(this.next, ["third_party", "us", "reporter"] as const);
        this.happenings.push({ at: this.later(), what: "held", clock, why });
        if (why === "reporter") this.add("written");
        else held.add(clock);
      }
    }
  }

  private twice(ending: "spammed" | "withdrawn" | "declined" | "closed"): void {
    this.add(ending);
    this.add("reopened");
  }

  private add(what: Exclude<Happening["what"], "held" | "released" | "extended">): void {
    this.happenings.push({ at: this.later(), what });
  }

  private sometimes(outOf: number): boolean {
    return this.next(outOf) === 0;
  }
}
