import { RESOLUTION_RULES, type Resolution } from "../reports/state";
import { COMMITMENT_CLOCKS } from "../sla/vocabulary";
import { CLOCK_LABELS } from "../sla/wording";
import { formatDayAndMonth, longDurationWords } from "../sla/words-of-time";
import { formPages, oursAndTheirs } from "./compared";
import { SHOWN_FROM } from "./few";
import { intakeByOutcome } from "./intake";
import { isFixed, isValid } from "./outcome";
import { byProduct, returning, waitingTime } from "./people-and-time";
import { reviewsOnTime } from "./policy-reviews";
import type { Chart, Figures, Intake, Kept } from "./types";

// desk.md §11: each chart is its finding, a number, a picture, the same as a table, and what is counted.
export const BANDS = [0, 8, 31, 91, 181] as const;

const sum = (rows: readonly { reports: number }[]) => rows.reduce((all, { reports }) => all + reports, 0);
const count = (n: number, one: string, more = `${one}s`) => `${n} ${n === 1 ? one : more}`;
const share = (part: number, whole: number) =>
  whole < SHOWN_FROM ? `${part} of ${whole}` : `${Math.floor((part / whole) * 100)} %`;
const length = (ms: number | null, of: number) => (ms === null || of < SHOWN_FROM ? "–" : longDurationWords(ms));

/** Every chart of the page, in its order. `days`: how far back the reports go. */
export function chartsOf(figures: Figures, days: number): Chart[] {
  return [
    intakeByOutcome(figures.intake, days),
    ...COMMITMENT_CLOCKS.flatMap((clock) => promise(clock, figures.kept)),
    backlog(figures),
    funnel(figures.intake),
    outcomes(figures.intake),
    severities(figures.intake),
    oursAndTheirs(figures.views),
    weaknesses(figures),
    byProduct(figures.products, sum(figures.intake)),
    waitingTime(figures.waited),
    returning(figures.senders),
    dueSoon(figures),
    formPages(figures.form),
    reviewsOnTime(figures.reviews),
    bod(figures),
  ];
}

function promise(clock: Kept["clock"], kept: readonly Kept[]): Chart[] {
  const own = kept.filter((row) => row.clock === clock);
  const whole = own.find(({ month }) => month === null);
  if (!whole) return [];
  const months = own.filter((row): row is Kept & { month: string } => row.month !== null);
  const label = CLOCK_LABELS[clock];
  const few = whole.judged < SHOWN_FROM;
  return [
    {
      id: `promise-${clock}`,
      finding: few
        ? `${label}: kept ${whole.kept} of ${whole.judged} times`
        : `${label}: kept ${share(whole.kept, whole.judged)} of ${whole.judged} times${
            whole.answered < SHOWN_FROM
              ? ""
              : `, half within ${length(whole.median, whole.answered)}, nine of ten within ${length(whole.p90, whole.answered)}`
          }`,
      definition:
        "A promise is judged once: kept when it was met before its due time, at that moment; else missed, at its due time. Lengths run from start to answer by the wall clock, of what was answered; percentiles by nearest rank.",
      columns: ["Month", "Judged", "Kept", "Share kept", "Median", "90th percentile"],
      rows: months.map((row) => [
        row.month,
        row.judged,
        row.kept,
        row.judged < SHOWN_FROM ? "–" : share(row.kept, row.judged),
        length(row.median, row.answered),
        length(row.p90, row.answered),
      ]),
      bars: months
        .filter(({ judged }) => judged >= SHOWN_FROM)
        .map((row) => ({
          label: row.month,
          value: row.kept / row.judged,
          words: share(row.kept, row.judged),
        })),
    },
  ];
}

const BAND_WORDS: Record<number, string> = {
  0: "up to 7 days",
  8: "8 to 30 days",
  31: "31 to 90 days",
  91: "91 to 180 days",
  181: "longer",
};

function backlog({ backlog: found }: Figures): Chart {
  const bands = BANDS.map((band) => ({ band, reports: found.find((row) => row.band === band)?.reports ?? 0 }));
  const old = sum(bands.filter(({ band }) => band >= 91));
  return {
    id: "backlog",
    finding: `${count(sum(bands), "report is", "reports are")} open${old > 0 ? `, ${old} for more than 90 days` : ""}`,
    definition: "Open reports by the days since they were received.",
    columns: ["Open for", "Reports"],
    rows: bands.map(({ band, reports }) => [BAND_WORDS[band] ?? "", reports]),
    bars: bands.map(({ band, reports }) => ({ label: BAND_WORDS[band] ?? "", value: reports, words: String(reports) })),
  };
}

function funnel(rows: readonly Intake[]): Chart {
  const steps: [string, number][] = [
    ["Sent", sum(rows)],
    ["Found valid", sum(rows.filter(isValid))],
    ["Fixed", sum(rows.filter(isFixed))],
    ["Fixed and closed", sum(rows.filter((row) => row.state === "closed" && isFixed(row)))],
  ];
  const [sent, valid] = [steps[0]?.[1] ?? 0, steps[1]?.[1] ?? 0];
  return {
    id: "funnel",
    finding: `${share(valid, sent)}${sent < SHOWN_FROM ? " reports" : ` of ${sent} reports`} turned out valid`,
    definition: "How far the reports received in this time have come by now. What is still checked counts as sent.",
    columns: ["Step", "Reports"],
    rows: steps,
    bars: steps.map(([label, value]) => ({ label, value, words: String(value) })),
  };
}

/** The label of a withdrawn report speaks to its reporter. */
const closedAs = (resolution: Resolution) =>
  resolution === "withdrawn" ? "Withdrawn by its reporter" : RESOLUTION_RULES[resolution].label;

function outcomes(rows: readonly Intake[]): Chart {
  const closed = rows.filter(({ state, resolution }) => state === "closed" && resolution !== null);
  const by = ranked(closed.map(({ resolution, reports }) => [resolution as Resolution, reports]));
  const all = sum(closed);
  const duplicates = by.find(([resolution]) => resolution === "duplicate")?.[1] ?? 0;
  return {
    id: "outcomes",
    finding:
      all < SHOWN_FROM
        ? `${count(all, "report")} closed, ${count(duplicates, "duplicate")}`
        : `${share(duplicates, all)} of ${all} closed reports were duplicates`,
    definition: "Closed reports of this time by the reason that their reporters were given.",
    columns: ["Closed as", "Reports"],
    rows: by.map(([resolution, reports]) => [closedAs(resolution), reports]),
    bars: by.map(([resolution, reports]) => ({ label: closedAs(resolution), value: reports, words: String(reports) })),
  };
}

const SEVERITY_ORDER = ["critical", "high", "medium", "low", "none"];

function severities(rows: readonly Intake[]): Chart {
  const rated = SEVERITY_ORDER.map((severity): [string, number] => [
    severity,
    sum(rows.filter((row) => row.severity === severity)),
  ]);
  const grave = (rated[0]?.[1] ?? 0) + (rated[1]?.[1] ?? 0);
  const all = rated.reduce((whole, [, reports]) => whole + reports, 0);
  return {
    id: "severity",
    finding: `${grave} of ${count(all, "rated report")} ${grave === 1 ? "is" : "are"} high or critical`,
    definition: "Our own severity of the reports of this time; what nobody of the team rated is left out.",
    columns: ["Severity", "Reports"],
    rows: rated,
    bars: rated.map(([label, value]) => ({ label, value, words: String(value) })),
  };
}

const TOP = 10;

function weaknesses({ weaknesses: found }: Figures): Chart {
  const by = [...found].sort((a, b) => b.reports - a.reports || a.cwe - b.cwe);
  const rest = sum(by.slice(TOP));
  const rows = [
    ...by.slice(0, TOP).map(({ cwe, reports }): [string, number] => [`CWE-${cwe}`, reports]),
    ...(rest > 0 ? [["Other", rest] as [string, number]] : []),
  ];
  const [first] = rows;
  return {
    id: "weaknesses",
    finding: first ? `Most frequent: ${first[0]}, ${count(first[1], "report")}` : "No weakness is set yet",
    definition:
      "The kinds of weakness that the team gave the reports of this time; a report with several counts in each.",
    columns: ["Weakness", "Reports"],
    rows,
    bars: rows.map(([label, value]) => ({ label, value, words: String(value) })),
  };
}

function dueSoon({ due }: Figures): Chart {
  const all = due.reduce((whole, { clocks }) => whole + clocks, 0);
  return {
    id: "due",
    finding: `${count(all, "promise runs", "promises run")} out in the next seven days`,
    definition: "Running clocks of promises by the day on which they are due; paused ones are left out.",
    columns: ["Day", "Promises"],
    rows: due.map(({ day, clocks }) => [day, clocks]),
    bars: due.map(({ day, clocks }) => ({ label: formatDayAndMonth(day), value: clocks, words: String(clocks) })),
  };
}

/** The measures that BOD 20-01 asks agencies to report; the last three are medians of the clocks above. */
function bod({ intake: rows, openValid, kept }: Figures): Chart {
  const median = (clock: Kept["clock"]) => {
    const whole = kept.find((row) => row.clock === clock && row.month === null);
    return whole ? length(whole.median, whole.answered) : "–";
  };
  const respond = kept.some(({ clock }) => clock === "first_response") ? "first_response" : "acknowledge";
  return {
    id: "bod-20-01",
    finding: `${openValid.old} of ${count(openValid.valid, "open valid report")} ${openValid.old === 1 ? "is" : "are"} older than 90 days`,
    definition:
      "The metrics of CISA’s Binding Operational Directive 20-01, so that they can be filed as they stand. Counts of reports are of this time; what is open is of now.",
    columns: ["Measure", "Value"],
    rows: [
      ["Reports", sum(rows)],
      ["Reports found valid", sum(rows.filter(isValid))],
      ["Open and valid now", openValid.valid],
      ["Open and valid, older than 90 days", openValid.old],
      ["Median age of those, days", openValid.old < SHOWN_FROM ? "–" : Math.floor(openValid.medianAge ?? 0)],
      ["Median time to validate", median("verify")],
      ["Median time to remediate", median("fix")],
      ["Median time to respond first", median(respond)],
    ],
    bars: [],
  };
}

function ranked<K extends string>(pairs: readonly (readonly [K, number])[]): [K, number][] {
  const sums = new Map<K, number>();
  for (const [key, n] of pairs) sums.set(key, (sums.get(key) ?? 0) + n);
  return [...sums].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
