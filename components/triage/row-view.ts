import { flagWords } from "@/components/reports/flags";
import { derivationLines } from "@/components/sla/clock-details";
import { whenText } from "@/components/ui/when-text";
import { withAway } from "@/lib/absences/words";
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
  assignee: string;
  received: string;
  updated: string;
  resolution: string;
  /** Counts moves: what is done to the row is done to what stands here. */
  version: number;
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
    flags: [...row.flags.map(flagWords), ...asleep(row)].join(" · "),
    product: row.product,
    state: row.stateLabel,
    reporter: row.reporterHandle,
    assignee: withAway(row.assignee ?? "", row.assigneeAway),
    received: whenText(new Date(row.receivedAt), row.zone, "date"),
    updated: whenText(new Date(row.updatedAt), row.zone, "date"),
    resolution: row.resolutionLabel ?? "",
    version: row.version,
    ...(row.snippet ? { snippet: row.snippet } : {}),
    next: next ? { state: next.state, words: clockWords(next), lines: derivationLines(next, others) } : null,
    others: others.map((status) => ({
      key: `${status.clock}-${status.run}`,
      state: status.state,
      words: clockWords(status),
    })),
  };
}

function asleep({ asleepUntil, zone }: TriageRow): string[] {
  return asleepUntil === null ? [] : [`Put aside until ${whenText(new Date(asleepUntil), zone, "datetime")}`];
}
