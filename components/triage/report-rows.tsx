"use client";

import { SeverityMark } from "@/components/reports/severity-mark";
import { ClockDisclosure, SmallMark } from "@/components/sla/clock-mark";
import type { RowView } from "./row-view";

const HEADERS = ["Next clock", "Severity", "Report", "Product", "State", "Reporter"] as const;

/**
 * The rows as a client component: the server then writes each row's values once and its markup once, instead of
 * the markup three times. It has no behaviour, and stands as it is without scripts. Needs an IconSprite.
 */
export function ReportRows({ caption, rows }: { caption: string; rows: readonly RowView[] }) {
  return (
    <table className="w-full border-collapse text-sm tabular-nums max-md:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-md:sr-only">
        <tr className="border-b border-line-strong text-ink-soft">
          {HEADERS.map((header) => (
            <th key={header} scope="col" className="py-1.5 pe-4 text-start font-semibold last:pe-0">
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={ROWS}>
        {rows.map((row) => (
          <Row key={row.reference} row={row} />
        ))}
      </tbody>
    </table>
  );
}

/** Said once for all rows: fifty repetitions of it would be a third of the page. */
const ROWS = [
  "max-md:block [&>tr]:border-b [&>tr]:border-line [&>tr:hover]:bg-sunken",
  "max-md:[&>tr]:flex max-md:[&>tr]:flex-wrap max-md:[&>tr]:items-center max-md:[&>tr]:gap-x-3 max-md:[&>tr]:gap-y-1 max-md:[&>tr]:py-3",
  "[&>tr>*]:py-2 [&>tr>*]:pe-4 [&>tr>*]:align-top [&>tr>*:last-child]:pe-0 max-md:[&>tr>*]:block max-md:[&>tr>*]:p-0",
].join(" ");

function Row({ row }: { row: RowView }) {
  const { next, others } = row;
  return (
    <tr>
      <td className="max-md:w-full md:w-60 lg:w-84">
        {next ? <ClockDisclosure {...next} /> : <span className="text-ink-faint">No clock</span>}
        {others.length > 0 ? (
          <div className="mt-0.5 flex flex-wrap gap-x-3 ps-1.5">
            {others.map(({ key, state, words }) => (
              <SmallMark key={key} state={state} words={words} />
            ))}
          </div>
        ) : null}
      </td>
      <td>
        <SeverityMark severity={row.severity} />
      </td>
      <th scope="row" className="text-start font-normal max-md:order-first max-md:w-full md:min-w-44">
        <a href={`/staff/reports/${row.reference}`} className="group/link block no-underline pointer-coarse:py-1">
          {row.unread ? <Unread /> : null}
          <span
            className={`text-ink group-hover/link:underline ${row.unread ? "font-semibold" : ""} [overflow-wrap:anywhere]`}
          >
            {row.title}
          </span>{" "}
          <code className="block font-mono text-xs whitespace-nowrap text-ink-soft">{row.reference}</code>
        </a>
        {row.snippet ? <Snippet snippet={row.snippet} /> : null}
        {row.flags ? <p className="mt-0.5 text-xs font-semibold text-soon">{row.flags}</p> : null}
      </th>
      <td className="text-ink-soft">{row.product}</td>
      <td className="lg:whitespace-nowrap">{row.state}</td>
      <td className="[overflow-wrap:anywhere] text-ink-soft md:min-w-20">{row.reporter}</td>
    </tr>
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
