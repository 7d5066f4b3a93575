import { flagWords } from "@/components/reports/flags";
import { derivationLines } from "@/components/sla/clock-details";
import type { Severity, TriageRow } from "@/lib/reports/types";
import type { ClockState } from "@/lib/sla/types";
import { clockWords } from "@/lib/sla/wording";

/** A row of a queue with its words made: what the browser gets, and nothing it would have to compute. */
export type RowView = {
  reference: string;
  title: string;
  unread: boolean;
  severity: Severity | null;
  flags: string;
  product: string;
  state: string;
  reporter: string;
  next: { state: ClockState; words: string; lines: string[] } | null;
  /** Where the words that were searched for stand. */
  snippet?: TriageRow["snippet"];
  others: { key: string; state: ClockState; words: string }[];
};

export function rowView(row: TriageRow): RowView {
  const [next, ...others] = row.clocks;
  return {
    reference: row.reference,
    title: row.title,
    unread: row.unread,
    severity: row.severity,
    flags: row.flags.map(flagWords).join(" · "),
    product: row.product,
    state: row.stateLabel,
    reporter: row.reporterHandle,
    ...(row.snippet ? { snippet: row.snippet } : {}),
    next: next ? { state: next.state, words: clockWords(next), lines: derivationLines(next, others) } : null,
    others: others.map((status) => ({
      key: `${status.clock}-${status.run}`,
      state: status.state,
      words: clockWords(status),
    })),
  };
}
