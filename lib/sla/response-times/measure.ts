import { Temporal } from "temporal-polyfill";
import { endOfDay, localDay } from "../local-day";
import type { CommitmentClock } from "../vocabulary";
import type { CommitmentFigures, Length, ResponseTimes, Weeks } from "./types";

/*
 * Public response times: product.md §5 item 12. A promise is judged once, at the earlier of its answer and its due
 * instant; what happens later moves it to no other day and changes no verdict.
 */

/** Local days, today included. */
export const WINDOW_DAYS = 90;
/** Fewer judged promises than this are not shown: they would speak of single reports. */
export const SHOWN_FROM = 5;
const WEEK_DAYS = 7;

/** One run of a clock that a policy promises, as the ledger's events left it. Instants are ISO 8601 UTC. */
export type PromiseRun = {
  clock: CommitmentClock;
  startedAt: string;
  /** Exclusive. */
  due: string;
  stoppedAt: string | null;
  /** Set while it stands still. */
  pausedAt: string | null;
};

export type Judged = { clock: CommitmentClock; at: number; kept: boolean; tookMs: number; answered: boolean };

/** The verdict on a run at `now`, or null while it is neither answered nor due, or stands still. */
export function judge(run: PromiseRun, now: Date): Judged | null {
  const due = Date.parse(run.due);
  const started = Date.parse(run.startedAt);
  const stopped = run.stoppedAt === null ? null : Date.parse(run.stoppedAt);
  if (stopped !== null) {
    const kept = stopped < due;
    return { clock: run.clock, at: kept ? stopped : due, kept, tookMs: stopped - started, answered: true };
  }
  if (run.pausedAt !== null || due > now.getTime()) return null;
  return { clock: run.clock, at: due, kept: false, tookMs: now.getTime() - started, answered: false };
}

/** The window that ends with the local day of `now`: instants, the end exclusive. */
export function windowOf(now: Date, zone: string): { from: Date; until: Date; first: string; last: string } {
  const last = localDay(now, zone);
  const before = last.subtract({ days: WINDOW_DAYS });
  return {
    from: endOfDay(before, zone),
    until: endOfDay(last, zone),
    first: before.add({ days: 1 }).toString(),
    last: last.toString(),
  };
}

/**
 * The p-th percentile by nearest rank (the ⌈p·n⌉-th smallest). What is still unanswered counts with its time so far:
 * the result is then a lower bound, and says so where an answer of any length could raise it.
 */
export function percentile(p: number, lengths: readonly { tookMs: number; answered: boolean }[]): Length {
  if (lengths.length === 0) throw new RangeError("No percentile of nothing.");
  const rank = Math.max(1, Math.ceil(p * lengths.length)) - 1;
  const at = (value: (length: { tookMs: number; answered: boolean }) => number) =>
    lengths.map(value).sort((a, b) => a - b)[rank] ?? 0;
  const ms = at(({ tookMs }) => tookMs);
  const atMost = at(({ tookMs, answered }) => (answered ? tookMs : Number.POSITIVE_INFINITY));
  return { ms, atLeast: atMost !== ms };
}

/** The figures of a program for the clocks of its policy; runs outside the window and of other clocks do not count. */
export function measure(
  runs: readonly PromiseRun[],
  clocks: readonly CommitmentClock[],
  now: Date,
  zone: string,
): ResponseTimes {
  const { from, until, first, last } = windowOf(now, zone);
  const judged = runs.flatMap((run) => {
    const verdict = judge(run, now);
    const inside = verdict !== null && verdict.at >= from.getTime() && verdict.at < until.getTime();
    return inside ? [verdict] : [];
  });
  return {
    from: first,
    to: last,
    zone,
    commitments: [...new Set(clocks)].map((clock) =>
      figuresOf(
        clock,
        judged.filter((verdict) => verdict.clock === clock),
        last,
        zone,
      ),
    ),
  };
}

function figuresOf(clock: CommitmentClock, judged: readonly Judged[], last: string, zone: string): CommitmentFigures {
  if (judged.length < SHOWN_FROM) return { clock, shown: false };
  return {
    clock,
    shown: true,
    count: judged.length,
    share: shareOf(judged),
    median: percentile(0.5, judged),
    p90: percentile(0.9, judged),
    weeks: weeksOf(judged, last, zone),
  };
}

function shareOf(judged: readonly Judged[]): number {
  return judged.filter(({ kept }) => kept).length / judged.length;
}

/**
 * Blocks of seven local days back from the last one, oldest first; the oldest has the days that are left. A block that
 * holds too few to be shown joins the one before it in time, and what is left at the oldest end joins its neighbour.
 */
function weeksOf(judged: readonly Judged[], last: string, zone: string): Weeks[] {
  const blocks: { from: string; to: string; weeks: number; judged: Judged[] }[] = [];
  const end = Temporal.PlainDate.from(last);
  for (let back = 0; back < WINDOW_DAYS; back += WEEK_DAYS) {
    const to = end.subtract({ days: back });
    const from = end.subtract({ days: Math.min(back + WEEK_DAYS, WINDOW_DAYS) - 1 });
    const starts = endOfDay(from.subtract({ days: 1 }), zone).getTime();
    const ends = endOfDay(to, zone).getTime();
    const within = judged.filter(({ at }) => at >= starts && at < ends);
    const newer = blocks[0];
    if (newer && newer.judged.length < SHOWN_FROM) {
      blocks[0] = { from: from.toString(), to: newer.to, weeks: newer.weeks + 1, judged: [...newer.judged, ...within] };
    } else {
      blocks.unshift({ from: from.toString(), to: to.toString(), weeks: 1, judged: within });
    }
  }
  const [oldest, next] = blocks;
  if (oldest && next && oldest.judged.length < SHOWN_FROM) {
    const judgedThen = [...oldest.judged, ...next.judged];
    blocks.splice(0, 2, { from: oldest.from, to: next.to, weeks: oldest.weeks + next.weeks, judged: judgedThen });
  }
  return blocks.map(({ judged: within, ...block }) => ({ ...block, share: shareOf(within) }));
}
