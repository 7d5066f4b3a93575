import type { TriageRow } from "@/lib/reports/types";
import type { Column } from "@/lib/triage/columns";
import type { ListQuery, Sort } from "@/lib/triage/list-query";
import { LiveRows } from "./live-rows";
import { ReportRows } from "./report-rows";
import { rowView } from "./row-view";

/** One of several queues on a page: a table where there is room, cards on a phone. Needs an IconSprite. */
export function ReportTable({ caption, rows }: { caption: string; rows: readonly TriageRow[] }) {
  return <ReportRows caption={caption} rows={rows.map(rowView)} aligned />;
}

const TRIAGE_COLUMNS = ["clock", "severity", "reporter"] as const satisfies readonly Column[];

/** New reports beside the one that is shown: few columns, for the rest stands there. */
export function TriageListing({
  caption,
  rows,
  base,
  list,
  reference,
}: {
  caption: string;
  rows: readonly TriageRow[];
  /** What a reference is appended to. */
  base: string;
  /** Another one after each thing that the reader did: then the list is shown as it is. */
  list: string;
  reference: string | undefined;
}) {
  return (
    <LiveRows
      list={list}
      caption={caption}
      rows={rows.map(rowView)}
      columns={TRIAGE_COLUMNS}
      shown={{ base, reference }}
    />
  );
}

/** The column whose header sorts the list, for each order that has one. */
const SORTING: Partial<Record<Column, Sort>> = {
  clock: "due",
  severity: "severity",
  received: "received",
  updated: "updated",
};

/** A list as it was asked for: its columns, its order, and links in its head that ask for another. */
export function ReportListing({
  caption,
  rows,
  query,
  hrefOf,
}: {
  caption: string;
  rows: readonly TriageRow[];
  query: ListQuery;
  hrefOf: (query: ListQuery) => string;
}) {
  const sorting = Object.entries(SORTING) as [Column, Sort][];
  const others = sorting.filter(([, sort]) => sort !== query.sort);
  return (
    <LiveRows
      list={hrefOf(query)}
      caption={caption}
      rows={rows.map(rowView)}
      columns={query.columns}
      dense={query.dense}
      selectable
      sorted={{
        by: sorting.find(([, sort]) => sort === query.sort)?.[0] ?? null,
        ascending: query.sort === "due",
        hrefs: Object.fromEntries(others.map(([column, sort]) => [column, hrefOf({ ...query, sort })])),
      }}
    />
  );
}
