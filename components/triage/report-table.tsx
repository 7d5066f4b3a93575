import type { TriageRow } from "@/lib/reports/types";
import { ReportRows } from "./report-rows";
import { rowView } from "./row-view";

/** A queue: a table where there is room, cards on a phone. Needs an IconSprite. */
export function ReportTable({ caption, rows }: { caption: string; rows: readonly TriageRow[] }) {
  return <ReportRows caption={caption} rows={rows.map(rowView)} />;
}
