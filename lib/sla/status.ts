import { dueAt } from "./calendar";
import { isUnfinished } from "./fold";
import { endOfDay, lastLocalDay, localDay } from "./local-day";
import { isOurs } from "./terms";
import type { Calendar, ClockRun, ClockState, ClockStatus } from "./types";
import type { Rigidity } from "./vocabulary";

/** desk.md §1, row "Due soon": a quarter of the time, or a day. */
const SOON_SHARE = 0.25;
const SOON_MS = 86_400_000;
/** A local day has at most 25 hours. */
const LONGEST_DAY_MS = 90_000_000;

/** product.md §4: each rigidity breaks in its own way. */
const BROKEN: Record<Rigidity, ClockState> = {
  MUST: "breached",
  SHOULD: "missed",
  BEST_EFFORT: "missed",
  TYPICAL: "later_than_usual",
};

/** How a clock stands at `now`. `calendar` is the version the run was opened under. */
export function clockStatus(run: ClockRun, calendar: Calendar, now: Date): ClockStatus {
  const { clock, amount, unit, rigidity, due, pausedAt, pausedBecause, stoppedAt } = run;
  const held = new Date(stoppedAt ?? pausedAt ?? now).getTime();
  return {
    clock,
    amount,
    unit,
    rigidity,
    run: run.run,
    state: stateOf(run, calendar, now),
    due,
    dueDate: lastLocalDay(due, calendar.zone).toString(),
    zone: calendar.zone,
    remainingMs: Date.parse(due) - held,
    tookMs: stoppedAt === null ? null : Date.parse(stoppedAt) - Date.parse(run.startedAt),
    pausedMs: pausedAt === null ? null : now.getTime() - Date.parse(pausedAt),
    pausedBecause,
    ours: isOurs(clock),
    because: run.derivation,
  };
}

function stateOf(run: ClockRun, calendar: Calendar, now: Date): ClockState {
  const due = Date.parse(run.due);
  if (run.voided) return "not_applicable";
  if (run.stoppedAt !== null) return Date.parse(run.stoppedAt) < due ? "met" : "met_late";
  if (run.pausedAt !== null) return "paused";
  const left = due - now.getTime();
  if (left <= 0) return BROKEN[run.rigidity];
  if (left <= LONGEST_DAY_MS && due === endOfDay(localDay(now, calendar.zone), calendar.zone).getTime()) {
    return "due_today";
  }
  return left <= SOON_MS || isLastQuarter(left, run, calendar) ? "due_soon" : "running";
}

function isLastQuarter(left: number, run: ClockRun, calendar: Calendar): boolean {
  // Pauses only lengthen the way to `due`, so what fails here fails the exact test too, without its arithmetic.
  if (left > SOON_SHARE * (Date.parse(run.due) - Date.parse(run.startedAt))) return false;
  return left <= SOON_SHARE * fullTime(run, calendar);
}

/** The share of its time that a running clock has used at `now`; 1 and more is late. Pauses and extensions give time. */
export function shareUsed(run: ClockRun, calendar: Calendar, now: Date): number {
  return 1 - (Date.parse(run.due) - now.getTime()) / fullTime(run, calendar);
}

/** The time the terms give, without pauses and extensions: a long pause must not make the warning early. */
function fullTime(run: ClockRun, calendar: Calendar): number {
  const start = new Date(run.startedAt);
  return dueAt({ start, amount: run.amount, unit: run.unit, calendar }).due.getTime() - start.getTime();
}

/** The clock to sort a report by: the earliest due of those that run, else of those that are paused. */
export function nextDue(runs: readonly ClockRun[]): ClockRun | null {
  const waiting = runs.filter((run) => isUnfinished(run) && run.pausedBecause !== "closed");
  const earliest = (some: ClockRun[]) => some.sort((a, b) => Date.parse(a.due) - Date.parse(b.due))[0] ?? null;
  return (
    earliest(waiting.filter((run) => run.pausedAt === null)) ?? earliest(waiting.filter((run) => run.pausedAt !== null))
  );
}
