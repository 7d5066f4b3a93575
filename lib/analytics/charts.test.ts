import { expect, test } from "vitest";
import { chartsOf, SHOWN_FROM } from "./charts";
import type { Figures, Intake, Kept } from "./types";

const HOUR = 3_600_000;
const nothing: Figures = {
  intake: [],
  kept: [],
  backlog: [],
  openValid: { valid: 0, old: 0, medianAge: null },
  weaknesses: [],
  due: [],
};

const intake = (reports: number, more: Partial<Intake> = {}): Intake => ({
  week: "2026-11-23",
  state: "received",
  resolution: null,
  severity: null,
  reports,
  ...more,
});
const kept = (more: Partial<Kept> = {}): Kept => ({
  clock: "acknowledge",
  month: null,
  judged: 20,
  kept: 19,
  answered: 18,
  median: 5 * HOUR,
  p90: 30 * HOUR,
  ...more,
});
const chart = (figures: Partial<Figures>, id: string) => {
  const found = chartsOf({ ...nothing, ...figures }, 90).find((one) => one.id === id);
  if (!found) throw new Error(`there is no chart ${id}`);
  return found;
};

test("a program without a report has its findings in words, and no share of nothing", () => {
  const charts = chartsOf(nothing, 30);
  expect(charts.map(({ id }) => id)).toEqual([
    "intake",
    "backlog",
    "funnel",
    "outcomes",
    "severity",
    "weaknesses",
    "due",
    "bod-20-01",
  ]);
  expect(JSON.stringify(charts)).not.toMatch(/NaN|Infinity|%/);
  expect(charts[0]?.finding).toBe("0 reports came in 30 days");
});

test("intake is split by what became of the reports, and sums up", () => {
  const { finding, rows } = chart(
    {
      intake: [
        intake(3),
        intake(2, { state: "closed", resolution: "fixed" }),
        intake(1, { state: "closed", resolution: "duplicate" }),
        intake(4, { week: "2026-11-16", state: "resolved" }),
      ],
    },
    "intake",
  );
  expect(finding).toBe("10 reports came in 90 days");
  expect(rows).toEqual([
    ["2026-11-16", 4, 4, 0, 0],
    ["2026-11-23", 6, 3, 2, 1],
  ]);
});

test("a promise says its share, its median and its percentile; a month of few says counts alone", () => {
  const { finding, rows, bars } = chart(
    { kept: [kept(), kept({ month: "2026-10", judged: 4, kept: 3, answered: 4 }), kept({ month: "2026-11" })] },
    "promise-acknowledge",
  );
  expect(finding).toBe("Acknowledge: kept 95 % of 20 times, half within 5 hours, nine of ten within 1 day 6 hours");
  expect(rows[0]).toEqual(["2026-10", 4, 3, "–", "–", "–"]);
  expect(bars.map(({ label, words }) => [label, words])).toEqual([["2026-11", "95 %"]]);
});

test.each([SHOWN_FROM - 1, SHOWN_FROM])("of %i judged promises a share is said only from five on", (judged) => {
  const { finding } = chart({ kept: [kept({ judged, kept: 1, answered: 1 })] }, "promise-acknowledge");
  expect(finding.includes("%")).toBe(judged >= SHOWN_FROM);
  expect(finding).not.toContain("half within");
});

test("valid is what was confirmed, whatever became of it; a duplicate or a rejected one is not", () => {
  const { finding, rows } = chart(
    {
      intake: [
        intake(2, { state: "validated" }),
        intake(2, { state: "closed", resolution: "fixed" }),
        intake(1, { state: "closed", resolution: "duplicate" }),
        intake(3, { state: "not_valid", resolution: "out_of_scope" }),
      ],
    },
    "funnel",
  );
  expect(rows).toEqual([
    ["Sent", 8],
    ["Found valid", 4],
    ["Fixed", 2],
    ["Fixed and closed", 2],
  ]);
  expect(finding).toBe("50 % of 8 reports turned out valid");
});

test("the directive's measures are those of the figures, and medians of few are not said", () => {
  const { rows, finding } = chart(
    {
      intake: [intake(7, { state: "accepted" })],
      openValid: { valid: 7, old: 6, medianAge: 120.7 },
      kept: [kept(), kept({ clock: "verify", answered: 4 })],
    },
    "bod-20-01",
  );
  expect(finding).toBe("6 of 7 open valid reports are older than 90 days");
  expect(Object.fromEntries(rows)).toMatchObject({
    Reports: 7,
    "Open and valid, older than 90 days": 6,
    "Median age of those, days": 120,
    "Median time to validate": "–",
    "Median time to respond first": "5 hours",
  });
});

test("the eleventh weakness and those after it are one row", () => {
  const weaknesses = Array.from({ length: 13 }, (_, index) => ({ cwe: 100 + index, reports: 20 - index }));
  const { rows } = chart({ weaknesses }, "weaknesses");
  expect(rows).toHaveLength(11);
  expect(rows.at(-1)).toEqual(["Other", 10 + 9 + 8]);
});
