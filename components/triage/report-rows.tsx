"use client";

import type { ReactNode } from "react";
import { RowPresence } from "@/components/live/presence";
import { SeverityMark } from "@/components/reports/severity-mark";
import { ClockDisclosure, SmallMark } from "@/components/sla/clock-mark";
import { cx } from "@/components/ui/class-names";
import { type Column, USUAL_COLUMNS } from "@/lib/triage/columns";
import { COLUMN_WORDS } from "./column-words";
import type { RowView } from "./row-view";

/**
 * The rows as a client component: the server then writes each row's values once and its markup once, instead of
 * the markup three times. It has no behaviour, and stands as it is without scripts. Needs an IconSprite.
 */
export function ReportRows({
  caption,
  rows,
  columns = USUAL_COLUMNS,
  dense = false,
  sorted,
  shown,
  selectable = false,
  aligned = false,
}: {
  caption: string;
  rows: readonly RowView[];
  columns?: readonly Column[];
  dense?: boolean;
  /** By which column the rows are sorted, and what sorts them by another. */
  sorted?: { by: Column | null; ascending: boolean; hrefs: Partial<Record<Column, string>> } | undefined;
  /** Where a row's link shows the report beside the list, and which one stands there; else it opens the report. */
  shown?: { base: string; reference: string | undefined } | undefined;
  /** Each row has a box to tick, for a form around the table. */
  selectable?: boolean;
  /** Several tables stand one above the other: their columns have the same widths. */
  aligned?: boolean;
}) {
  const before = columns.filter((column) => BEFORE_TITLE.includes(column));
  const after = columns.filter((column) => !BEFORE_TITLE.includes(column));
  const header = (column: Column) => (
    <th
      key={column}
      scope="col"
      aria-sort={sorted?.by === column ? (sorted.ascending ? "ascending" : "descending") : undefined}
      className={cx(HEADER, aligned && ALIGNED[column])}
    >
      {sorted?.hrefs[column] ? (
        <a
          href={sorted.hrefs[column]}
          className="text-ink-soft underline decoration-dotted underline-offset-4 hover:text-ink"
        >
          {COLUMN_WORDS[column]}
        </a>
      ) : (
        COLUMN_WORDS[column]
      )}
      {sorted?.by === column ? <span aria-hidden="true"> {sorted.ascending ? "↑" : "↓"}</span> : null}
    </th>
  );
  return (
    <table
      className={cx(
        "w-full border-collapse text-sm tabular-nums max-lg:block",
        aligned && "xl:table-fixed xl:[&_td]:whitespace-normal",
      )}
    >
      <caption className="sr-only">{caption}</caption>
      <thead className="max-lg:sr-only">
        <tr className="border-b border-line-strong text-ink-soft">
          {selectable ? (
            <th scope="col" className={HEADER}>
              <span className="sr-only">Select</span>
            </th>
          ) : null}
          {before.map(header)}
          <th scope="col" className={HEADER}>
            Report
          </th>
          {after.map(header)}
        </tr>
      </thead>
      <tbody className={dense ? DENSE_ROWS : ROWS}>
        {rows.map((row) => (
          <tr
            key={row.reference}
            data-row={row.reference}
            data-shown={shown ? "" : undefined}
            aria-current={shown?.reference === row.reference ? "true" : undefined}
          >
            {selectable ? (
              <td className="w-8 max-lg:order-first max-lg:w-auto">
                <input
                  type="checkbox"
                  name="ref"
                  value={row.reference}
                  aria-label={`Select ${row.reference}`}
                  className="relative z-1 size-6"
                />
              </td>
            ) : null}
            {before.map((column) => (
              <Cell key={column} column={column} row={row} dense={dense} />
            ))}
            <Title row={row} base={shown?.base ?? "/staff/reports/"} />
            {after.map((column) => (
              <Cell key={column} column={column} row={row} dense={dense} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The clock stands at the left edge, where the eye starts. */
const BEFORE_TITLE: readonly Column[] = ["clock", "severity"];
const HEADER = "py-1.5 pe-4 text-start font-semibold last:pe-0 lg:whitespace-nowrap";

/** The report itself has what remains. */
const ALIGNED: Partial<Record<Column, string>> = {
  clock: "xl:w-80",
  severity: "xl:w-24",
  product: "xl:w-[12%]",
  state: "xl:w-[12%]",
  assignee: "xl:w-[9%]",
  reporter: "xl:w-[9%]",
};

/** Said once for all rows: fifty repetitions of it would be a third of the page. */
const EACH_ROW = [
  "max-lg:block [&>tr]:border-b [&>tr]:border-line [&>tr:hover]:bg-sunken [&>tr[aria-current]]:bg-sunken [&>tr[aria-current]]:shadow-[inset_3px_0_0_var(--accent)]",
  "max-lg:[&>tr]:flex max-lg:[&>tr]:flex-wrap max-lg:[&>tr]:items-center max-lg:[&>tr]:gap-x-3 max-lg:[&>tr]:gap-y-1 max-lg:[&>tr]:py-3 max-lg:[&>tr[aria-current]]:ps-3",
  "[&>tr>*]:pe-4 [&>tr>*]:align-top [&>tr>*:last-child]:pe-0 max-lg:[&>tr>*]:block max-lg:[&>tr>*]:p-0",
].join(" ");
const ROWS = `${EACH_ROW} [&>tr>*]:py-2`;
const DENSE_ROWS = `${EACH_ROW} [&>tr>*]:py-0.5`;

const CELL: Partial<Record<Column, string>> = {
  clock: "max-lg:w-full lg:w-72",
  state: "lg:whitespace-nowrap",
  reporter: "[overflow-wrap:anywhere] text-ink-soft lg:min-w-20",
  assignee: "[overflow-wrap:anywhere] text-ink-soft max-lg:before:content-['Carried_by_']",
  received: "whitespace-nowrap text-ink-soft max-lg:before:content-['Received_']",
  updated: "whitespace-nowrap text-ink-soft max-lg:before:content-['Last_activity_']",
};

function Cell({ column, row, dense }: { column: Column; row: RowView; dense: boolean }) {
  return <td className={CELL[column] ?? "text-ink-soft"}>{contentOf(column, row, dense)}</td>;
}

function contentOf(column: Column, row: RowView, dense: boolean): ReactNode {
  switch (column) {
    case "clock":
      return <Clocks row={row} dense={dense} />;
    case "severity":
      return <SeverityMark severity={row.severity} />;
    case "assignee":
      return row.assignee || "nobody";
    default:
      return row[column];
  }
}

function Clocks({ row: { next, others }, dense }: { row: RowView; dense: boolean }) {
  return (
    <>
      {next ? <ClockDisclosure {...next} /> : <span className="text-ink-faint">No clock</span>}
      {others.length > 0 && !dense ? (
        <div className="mt-0.5 flex flex-wrap gap-x-3 ps-1.5">
          {others.map(({ key, state, words }) => (
            <SmallMark key={key} state={state} words={words} />
          ))}
        </div>
      ) : null}
    </>
  );
}

function Title({ row, base }: { row: RowView; base: string }) {
  return (
    <th
      scope="row"
      className="text-start font-normal max-lg:order-first max-lg:min-w-0 max-lg:grow max-lg:basis-[75%] lg:min-w-44"
    >
      <a href={base + row.reference} className="group/link block no-underline pointer-coarse:py-1">
        {row.unread ? <Unread /> : null}
        <span
          className={`text-ink group-hover/link:underline ${row.unread ? "font-semibold" : ""} [overflow-wrap:anywhere]`}
        >
          {row.title}
        </span>{" "}
        <code className="block font-mono text-xs whitespace-nowrap text-ink-soft">{row.reference}</code>
      </a>
      <RowPresence reference={row.reference} />
      {row.snippet ? <Snippet snippet={row.snippet} /> : null}
      {row.flags ? <p className="mt-0.5 text-xs font-semibold text-soon">{row.flags}</p> : null}
    </th>
  );
}

function Snippet({ snippet }: { snippet: NonNullable<RowView["snippet"]> }) {
  return (
    <p className="mt-1 max-w-prose text-ink-soft [overflow-wrap:anywhere]">
      {snippet.where}:{" "}
      {snippet.parts.map(({ text, hit }, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence, which never move
        hit ? <mark key={index}>{text}</mark> : text,
      )}
    </p>
  );
}

function Unread() {
  return (
    <span className="me-1.5 inline-block size-2 rounded-full bg-accent align-middle forced-colors:bg-[Highlight]">
      <span className="sr-only">Unread: </span>
    </span>
  );
}
