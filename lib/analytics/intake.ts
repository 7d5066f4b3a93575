import { formatDayAndMonth } from "../sla/words-of-time";
import { OUTCOME_WORDS, OUTCOMES, outcomeOf } from "./outcome";
import type { Chart, Intake } from "./types";

const sum = (rows: readonly { reports: number }[]) => rows.reduce((all, { reports }) => all + reports, 0);

/** How many reports came in each week, and what became of them by today. */
export function intakeByOutcome(rows: readonly Intake[], days: number): Chart {
  const weeks = [...new Set(rows.map(({ week }) => week))].sort().map((week) => {
    const own = rows.filter((row) => row.week === week);
    const parts = OUTCOMES.map((outcome) => sum(own.filter((row) => outcomeOf(row) === outcome)));
    return { week, received: sum(own), parts };
  });
  const all = sum(rows);
  return {
    id: "intake",
    finding: `${all} ${all === 1 ? "report" : "reports"} came in ${days} days`,
    definition:
      "Reports by the week in which they were received, in the program’s zone, and by what became of them until today. Found valid: confirmed, whatever is done about it. Not accepted: declined, or closed without a fix. Reports that you may not read are not counted.",
    columns: ["Week of", "Received", ...OUTCOMES.map((outcome) => OUTCOME_WORDS[outcome])],
    rows: weeks.map(({ week, received, parts }) => [week, received, ...parts]),
    parts: OUTCOMES.map((outcome) => OUTCOME_WORDS[outcome]),
    bars: weeks.map(({ week, received, parts }) => ({
      label: formatDayAndMonth(week),
      value: received,
      words: String(received),
      parts,
    })),
  };
}
