import { expect, test } from "vitest";
import { chartsOf } from "./charts";
import { SHOWN_FROM } from "./few";
import { outcomeOf } from "./outcome";
import type { Figures, Intake, Kept } from "./types";

const HOUR = 3_600_000;
const nothing: Figures = {
  intake: [],
  kept: [],
  backlog: [],
  openValid: { valid: 0, old: 0, medianAge: null },
  weaknesses: [],
  due: [],
  views: [],
  waited: [],
  senders: [],
  products: [],
  form: [],
  reviews: [],
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
    "severity-ours-theirs",
    "weaknesses",
    "products",
    "waiting",
    "returning",
    "due",
    "form",
    "policy-reviews",
    "bod-20-01",
  ]);
  expect(JSON.stringify(charts)).not.toMatch(/NaN|Infinity|%/);
  expect(charts[0]?.finding).toBe("0 reports came in 30 days");
});

test("intake is stacked by what became of the reports, and each week sums up", () => {
  const { finding, columns, rows, parts, bars } = chart(
    {
      intake: [
        intake(3),
        intake(2, { state: "closed", resolution: "fixed" }),
        intake(1, { state: "closed", resolution: "duplicate" }),
        intake(5, { state: "not_valid", resolution: "out_of_scope" }),
        intake(1, { state: "closed", resolution: "withdrawn" }),
        intake(4, { week: "2026-11-16", state: "resolved" }),
      ],
    },
    "intake",
  );
  expect(finding).toBe("16 reports came in 90 days");
  expect(columns).toEqual(["Week of", "Received", ...(parts ?? [])]);
  expect(parts).toEqual(["Found valid", "Duplicate", "Not accepted", "Withdrawn", "Not decided yet"]);
  expect(rows).toEqual([
    ["2026-11-16", 4, 4, 0, 0, 0, 0],
    ["2026-11-23", 12, 2, 1, 5, 1, 3],
  ]);
  expect(bars.map((bar) => bar.parts)).toEqual(rows.map(([, , ...of]) => of));
});

test.each<[Partial<Intake>, string]>([
  ...(["received", "acknowledged", "verifying", "needs_info"] as const).map((state): [Partial<Intake>, string] => [
    { state },
    "undecided",
  ]),
  ...(["validated", "accepted", "deferred", "fix_ready", "retest", "resolved"] as const).map(
    (state): [Partial<Intake>, string] => [{ state }, "valid"],
  ),
  [{ state: "not_valid", resolution: "not_reproducible" }, "declined"],
  [{ state: "not_valid", resolution: "duplicate" }, "duplicate"],
  [{ state: "closed", resolution: "accepted_risk" }, "valid"],
  [{ state: "closed", resolution: "mitigated_hosted" }, "valid"],
  [{ state: "closed", resolution: "other_vendor" }, "declined"],
  [{ state: "closed", resolution: "spam" }, "declined"],
  [{ state: "closed", resolution: "withdrawn" }, "withdrawn"],
  // Opened again: what it was closed with says nothing of it any more.
  [{ state: "verifying", resolution: "duplicate" }, "undecided"],
])("what became of %j is %s", (of, outcome) => {
  expect(outcomeOf(intake(1, of))).toBe(outcome);
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

test("our severity stands beside the reporter's, and who gave none is in no share", () => {
  const view = (theirs: string, ours: string, reports: number) => ({ theirs, ours, reports });
  const views = [
    view("critical", "high", 3),
    view("high", "high", 4),
    view("low", "medium", 1),
    view("unrated", "low", 9),
  ];
  const { finding, rows, heat } = chart({ views }, "severity-ours-theirs");
  expect(finding).toBe("50 % of 8 rated as their reporters rated them; 3 lower, 1 higher");
  expect(rows[0]).toEqual(["critical", 0, 3, 0, 0, 0]);
  expect(rows.at(-1)).toEqual(["unrated", 0, 0, 0, 9, 0]);
  expect(heat).toBe(true);
  const few = chart({ views: views.slice(1, 2) }, "severity-ours-theirs");
  expect(few.finding).toBe("4 of 4 rated as their reporters rated them");
  expect(chart({}, "severity-ours-theirs").rows).toEqual([]);
});

test("the form says how many of those begun were sent, and where most were left", () => {
  const form = [
    { mark: "begun" as const, title: "Begun", drafts: 40 },
    { mark: "scope" as const, title: "Scope", drafts: 36 },
    { mark: "impact" as const, title: "Impact", drafts: 12 },
    { mark: "sent" as const, title: "Sent", drafts: 10 },
  ];
  const { finding, rows } = chart({ form }, "form");
  expect(finding).toBe("25 % of 40 reports begun were sent; most were left at “Impact”");
  expect(rows.at(-1)).toEqual(["Sent", 10, "25 %"]);
  const few = form.map((one) => ({ ...one, drafts: Math.min(one.drafts, SHOWN_FROM - 1) }));
  expect(chart({ form: few }, "form")).toMatchObject({
    finding: "4 sent of 4 reports begun",
    rows: few.map(({ title, drafts }) => [title, drafts, "–"]),
  });
});

test("the time of reports is split by whom they waited for, from five reports on", () => {
  const waited = [
    { on: "us" as const, reports: 6, ms: 30 * HOUR },
    { on: "engineering" as const, reports: 2, ms: 60 * HOUR },
    { on: "them" as const, reports: 3, ms: 10 * HOUR },
  ];
  const { finding, rows } = chart({ waited }, "waiting");
  expect(finding).toBe("30 % of the time was ours, 60 % the fix’s, 10 % the reporter’s");
  expect(rows.map(([, reports, time]) => [reports, time])).toEqual([
    [6, "1 day 6 hours"],
    [2, "2 days 12 hours"],
    [3, "10 hours"],
  ]);
  const few = chart({ waited: waited.map((row) => ({ ...row, reports: SHOWN_FROM - 1 })) }, "waiting");
  expect(few.rows).toEqual([]);
  expect(few.finding).not.toContain("%");
});

test("who came back is a share of accounts, and of few the count alone", () => {
  const senders = [
    { reports: 1, people: 6 },
    { reports: 3, people: 1 },
    { reports: 9, people: 1 },
  ];
  const { finding, rows } = chart({ senders }, "returning");
  expect(finding).toBe("25 % of 8 accounts sent more than one report");
  expect(rows.map(([, people]) => people)).toEqual([6, 1, 1]);
  expect(chart({ senders: [{ reports: 2, people: SHOWN_FROM - 1 }] }, "returning")).toMatchObject({
    finding: "4 accounts sent reports",
    rows: [],
  });
});

test("products are ranked by their reports, and what is in no list is the rest", () => {
  const { finding, rows } = chart(
    {
      intake: [intake(7)],
      products: [
        { name: "Export", reports: 2 },
        { name: "Server", reports: 4 },
        { name: "Viewer", reports: 0 },
      ],
    },
    "products",
  );
  expect(finding).toBe("Most reported: Server, 4 reports");
  expect(rows).toEqual([
    ["Server", 4],
    ["Export", 2],
    ["Another, or not known", 1],
  ]);
});

test("reviews of the policy are counted by whether they were signed in time, and of few the count alone", () => {
  const late = { version: "1.0", dueOn: "2025-04-22", signedOn: "2025-05-01", inTime: false };
  const missing = { version: "1.1", dueOn: "2026-05-01", signedOn: null, inTime: false };
  const kept = { version: "0.9", dueOn: "2024-04-22", signedOn: "2024-04-22", inTime: true };
  const few = chart({ reviews: [kept, late, missing] }, "policy-reviews");
  expect(few.finding).toBe("Policy review: kept 1 of 3 times");
  expect(few.rows).toEqual([
    ["2024-04-22", "2024-04-22", "In time", "0.9"],
    ["2025-04-22", "2025-05-01", "Late", "1.0"],
    ["2026-05-01", "–", "Overdue", "1.1"],
  ]);
  expect(few.bars.map(({ value }) => value)).toEqual([1, 1, 1]);
  const many = chart({ reviews: [kept, kept, kept, late, missing] }, "policy-reviews");
  expect(many.finding).toBe("Policy review: kept 60 % of 5 times");
});
