import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, measure, type PromiseRun, percentile, SHOWN_FROM, WINDOW_DAYS, windowOf } from "./measure";

const ZONE = "America/Toronto";
const NOW = new Date("2026-11-29T02:00:00Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const run = (given: Partial<PromiseRun> = {}): PromiseRun => ({
  clock: "acknowledge",
  startedAt: "2026-11-20T12:00:00Z",
  due: "2026-11-24T05:00:00Z",
  stoppedAt: null,
  pausedAt: null,
  ...given,
});

describe("the verdict on a promise", () => {
  test.each([
    ["answered before it was due", { stoppedAt: "2026-11-21T12:00:00Z" }, "2026-11-21T12:00:00.000Z", true],
    ["answered at the due instant", { stoppedAt: "2026-11-24T05:00:00Z" }, "2026-11-24T05:00:00.000Z", false],
    ["answered late: judged when it was due", { stoppedAt: "2026-11-27T05:00:00Z" }, "2026-11-24T05:00:00.000Z", false],
    ["not answered and due", {}, "2026-11-24T05:00:00.000Z", false],
    ["due at this very instant", { due: NOW.toISOString() }, NOW.toISOString(), false],
  ])("%s", (_, given, at, kept) => {
    const verdict = judge(run(given), NOW);
    expect(verdict).toMatchObject({ kept });
    expect(new Date(verdict?.at ?? 0).toISOString()).toBe(at);
  });

  test.each([
    ["running", { due: "2026-12-01T05:00:00Z" }],
    ["standing still, past its date", { pausedAt: "2026-11-21T12:00:00Z" }],
  ])("%s: none yet", (_, given) => expect(judge(run(given), NOW)).toBeNull());

  test("is never taken back by what happens later", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 * DAY }), fc.integer({ min: 0, max: 60 * DAY }), (took, wait) => {
        const started = Date.parse(run().startedAt);
        const stopped = run({ stoppedAt: new Date(started + took).toISOString() });
        const asOf = new Date(started + took + wait);
        const open = judge(run(), new Date(Math.min(started + took, asOf.getTime())));
        const later = judge(stopped, asOf);
        if (open) expect([later?.at, later?.kept]).toEqual([open.at, open.kept]);
      }),
    );
  });
});

describe("percentiles by nearest rank", () => {
  const lengths = (...ms: number[]) => ms.map((tookMs) => ({ tookMs, answered: true }));
  test.each([
    [0.5, [1], 1],
    [0.5, [1, 2], 1],
    [0.5, [3, 1, 2], 2],
    [0.5, [10, 20, 30, 40, 50], 30],
    [0.9, [10, 20, 30, 40, 50], 50],
    [0.9, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9],
    [1, [1, 2, 3], 3],
  ])("p = %s of %j is %s", (p, values, expected) => {
    expect(percentile(p, lengths(...values))).toEqual({ ms: expected, atLeast: false });
  });

  test("one still unanswered makes a bound of it where it could raise the result", () => {
    const four = lengths(1, 2, 3, 4);
    expect(percentile(0.5, [...four, { tookMs: 2, answered: false }])).toEqual({ ms: 2, atLeast: true });
    expect(percentile(0.9, [...four, { tookMs: 9, answered: false }])).toEqual({ ms: 9, atLeast: true });
    expect(percentile(0.2, [...four, { tookMs: 9, answered: false }])).toEqual({ ms: 1, atLeast: false });
  });

  test("of nothing there is none", () => expect(() => percentile(0.5, [])).toThrow(RangeError));

  test("lies between the smallest and the largest, grows with p, and bounds what an open one will turn out to be", () => {
    const length = fc.record({ tookMs: fc.nat(1000), answered: fc.boolean() });
    fc.assert(
      fc.property(fc.array(length, { minLength: 1, maxLength: 40 }), fc.nat(1000), (all, more) => {
        const values = all.map(({ tookMs }) => tookMs);
        const median = percentile(0.5, all);
        const p90 = percentile(0.9, all);
        expect(median.ms).toBeGreaterThanOrEqual(Math.min(...values));
        expect(p90.ms).toBeLessThanOrEqual(Math.max(...values));
        expect(p90.ms).toBeGreaterThanOrEqual(median.ms);
        const closed = all.map((one) => (one.answered ? one : { tookMs: one.tookMs + more, answered: true }));
        for (const p of [0.5, 0.9]) {
          const now = percentile(p, all);
          const then = percentile(p, closed);
          expect(then.ms).toBeGreaterThanOrEqual(now.ms);
          if (!now.atLeast) expect(then.ms).toBe(now.ms);
        }
      }),
    );
  });
});

describe("the figures", () => {
  const kept = (daysAgo: number, hours = 5): PromiseRun => {
    const stopped = NOW.getTime() - daysAgo * DAY;
    return run({
      startedAt: new Date(stopped - hours * HOUR).toISOString(),
      stoppedAt: new Date(stopped).toISOString(),
      due: new Date(stopped + DAY).toISOString(),
    });
  };
  const figures = (runs: PromiseRun[]) => measure(runs, ["acknowledge"], NOW, ZONE).commitments[0];

  test("are suppressed under five, with no number left in them", () => {
    expect(figures([1, 2, 3, 4].map((days) => kept(days)))).toEqual({ clock: "acknowledge", shown: false });
    expect(figures([])).toEqual({ clock: "acknowledge", shown: false });
  });

  test("say share, median, 90th percentile and number of what was judged in the window", () => {
    const late = run({
      due: "2026-11-24T05:00:00Z",
      startedAt: "2026-11-20T05:00:00Z",
      stoppedAt: "2026-11-26T05:00:00Z",
    });
    const shown = figures([
      kept(1),
      kept(2, 7),
      kept(3, 9),
      kept(4, 11),
      late,
      kept(WINDOW_DAYS + 1),
      run({ clock: "verify" }),
    ]);
    expect(shown).toMatchObject({
      shown: true,
      count: 5,
      share: 0.8,
      median: { ms: 9 * HOUR, atLeast: false },
      p90: { ms: 6 * DAY, atLeast: false },
    });
  });

  test("a week with fewer than five joins the one before it, so that no bar speaks of single reports", () => {
    const weeksFor = (...daysAgo: number[]) => {
      const shown = figures(daysAgo.map((days) => kept(days)));
      if (!shown?.shown) throw new Error("nothing is shown");
      return shown.weeks.map(({ from, to, weeks }) => [from, to, weeks]);
    };
    expect(weeksFor(0, 1, 2, 3, 4)).toEqual([["2026-08-31", "2026-11-28", 13]]);
    expect(weeksFor(0, 1, 2, 3, 4, 10, 11, 12, 13, 13)).toEqual([
      ["2026-08-31", "2026-11-21", 12],
      ["2026-11-22", "2026-11-28", 1],
    ]);
    expect(weeksFor(0, 1, 10, 11, 12, 50, 51, 52, 52, 52, 80)).toEqual([
      ["2026-08-31", "2026-11-14", 11],
      ["2026-11-15", "2026-11-28", 2],
    ]);
  });

  test("the window is 90 local days, midnights where the zone has them", () => {
    expect(windowOf(NOW, ZONE)).toEqual({
      from: new Date("2026-08-31T04:00:00Z"),
      until: new Date("2026-11-29T05:00:00Z"),
      first: "2026-08-31",
      last: "2026-11-28",
    });
  });

  test("the bars cover the window without a gap, each with five or more, and order says nothing", () => {
    const daysAgo = fc.array(fc.integer({ min: 0, max: 100 * 24 }), { minLength: SHOWN_FROM, maxLength: 60 });
    fc.assert(
      fc.property(daysAgo, (hours) => {
        const runs = hours.map((ago) => kept(ago / 24));
        const shown = figures(runs);
        expect(figures([...runs].reverse())).toEqual(shown);
        if (!shown?.shown) return;
        const { from } = windowOf(NOW, ZONE);
        expect(shown.count).toBe(runs.filter(({ stoppedAt }) => Date.parse(stoppedAt ?? "") >= from.getTime()).length);
        const weeks = shown.weeks.map(({ from: start, to }) => [start, to]);
        expect([weeks[0]?.[0], weeks.at(-1)?.[1]]).toEqual(["2026-08-31", "2026-11-28"]);
        expect(shown.weeks.reduce((sum, block) => sum + block.weeks, 0)).toBe(13);
        for (const [start, to] of weeks) {
          const begins = new Date(`${start}T04:00:00Z`).getTime() - DAY;
          const ends = new Date(`${to}T05:00:00Z`).getTime() + 2 * DAY;
          const near = runs.filter(({ stoppedAt }) => {
            const at = Date.parse(stoppedAt ?? "");
            return at >= begins && at < ends;
          });
          expect(near.length).toBeGreaterThanOrEqual(SHOWN_FROM);
        }
        weeks.slice(1).forEach(([start], index) => {
          const before = new Date(`${weeks[index]?.[1]}T00:00:00Z`).getTime();
          expect(new Date(`${start}T00:00:00Z`).getTime() - before).toBe(DAY);
        });
      }),
    );
  });
});
