import type { JudgedReview } from "../policy/review";
import type { FormMark } from "../reports/form/marks";
import type { ReportState, Resolution } from "../reports/state";
import type { CommitmentClock } from "../sla/vocabulary";

/** How many reports came in one week, by how they stand now. `week`: its Monday in the program's zone. */
export type Intake = {
  week: string;
  state: ReportState;
  resolution: Resolution | null;
  severity: string | null;
  reports: number;
};

/** Promises judged in one month, or over the whole time (`month` null). Lengths in milliseconds, of what was answered. */
export type Kept = {
  clock: CommitmentClock;
  month: string | null;
  judged: number;
  kept: number;
  answered: number;
  median: number | null;
  p90: number | null;
};

/** Open reports by age in days, from the first of each band. */
export type Backlog = { band: number; reports: number };

/** Open reports found valid, and those of them older than 90 days (CISA BOD 20-01). */
export type OpenValid = { valid: number; old: number; medianAge: number | null };

export type Weakness = { cwe: number; reports: number };

/** Promises that run out in the next seven days, a row a day in the program's zone. */
export type Due = { day: string; clocks: number };

/** Reports by the severity that their reporter gave them (`unrated`: none) and by ours. */
export type Views = { theirs: string; ours: string; reports: number };

/** How many drafts came past a page of the form; `title`: what the page is called. */
export type Passed = { mark: FormMark; title: string; drafts: number };

/** Time in the states that wait for one side, in milliseconds, and how many reports were in them. */
export type Waited = { on: "us" | "engineering" | "them"; reports: number; ms: number };

/** How many accounts have sent this many reports to the program. */
export type Sender = { reports: number; people: number };

export type OfProduct = { name: string; reports: number };

export type Figures = {
  intake: Intake[];
  kept: Kept[];
  backlog: Backlog[];
  openValid: OpenValid;
  weaknesses: Weakness[];
  due: Due[];
  views: Views[];
  waited: Waited[];
  senders: Sender[];
  products: OfProduct[];
  /** In the order of the form. */
  form: Passed[];
  /** Of the policy, in the order in which they were due. */
  reviews: JudgedReview[];
};

/** One chart: its finding in words first, the same as a table, and what it counts. */
export type Chart = {
  id: string;
  finding: string;
  definition: string;
  columns: string[];
  rows: (string | number)[][];
  /** The numbers of the table are shaded by their size. */
  heat?: true;
  /** What the bars are made of, where each is a stack, in the order of `bars[].parts`. */
  parts?: string[];
  /** What is drawn: a bar for each, in the order of time or size; none where there is nothing to compare. */
  bars: { label: string; value: number; words: string; parts?: number[] }[];
};
