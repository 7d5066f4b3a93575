import type { Metadata } from "next";
import { Bars } from "@/components/analytics/bars";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { Disclosure } from "@/components/ui/disclosure";
import { type Column, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { PERIODS } from "@/lib/analytics/queries";
import type { Chart } from "@/lib/analytics/types";
import { address as pageAddress, type SearchParams } from "../desk";
import { loadAnalytics, PATH } from "./load";

type Props = { searchParams: SearchParams };

const WORDS: Record<(typeof PERIODS)[number], string> = { 30: "30 days", 90: "90 days", 365: "A year" };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await loadAnalytics(searchParams);
  return { title: "Analytics" };
}

/** How the program does, each answer as a sentence first, then as a picture and a table. */
export default async function AnalyticsPage({ searchParams }: Props) {
  const { analytics, others } = await loadAnalytics(searchParams);
  const { programSlug, programName, days, charts } = analytics;
  return (
    <>
      <QueueHeading title="Analytics">
        <Tabs
          label="How far back"
          tabs={PERIODS.map((period) => ({
            href: pageAddress(PATH, { program: programSlug, days: String(period) }),
            text: WORDS[period],
            current: period === days,
          }))}
        />
      </QueueHeading>
      <p className="mb-6 max-w-measure text-ink-soft">
        {programName}, from the reports that you read. Of fewer than five nothing but the count is said, and nobody is
        ranked here.
      </p>
      <div className="grid gap-x-12 gap-y-10 xl:grid-cols-2">
        {charts.map((chart) => (
          <ChartSection key={chart.id} chart={chart} program={programSlug} days={days} />
        ))}
      </div>
      {others.length > 0 ? (
        <p className="mt-10 flex flex-wrap gap-x-3">
          Other programs:
          {others.map((slug) => (
            <TextLink key={slug} href={pageAddress(PATH, { program: slug, days: String(days) })}>
              {slug}
            </TextLink>
          ))}
        </p>
      ) : null}
    </>
  );
}

type Row = { key: string; cells: (string | number)[] };

const SHADES = ["", "bg-accent/10", "bg-accent/20", "bg-accent/30", "bg-accent/40"] as const;

/** A number on a ground as deep as it is large; the number itself says all of it. */
function Shaded({ value, most }: { value: string | number; most: number }) {
  if (typeof value === "string") return value;
  const shade = SHADES[Math.ceil((value / most) * (SHADES.length - 1))] ?? "";
  return <span className={`-mx-1.5 block rounded-sm px-1.5 ${shade}`}>{value}</span>;
}

function ChartSection({ chart, program, days }: { chart: Chart; program: string; days: number }) {
  const rows: Row[] = chart.rows.map((cells, index) => ({ key: `${index} ${cells[0]}`, cells }));
  const most = Math.max(...chart.rows.flat().filter((cell) => typeof cell === "number"), 1);
  const columns: Column<Row>[] = chart.columns.map((header, index) => ({
    key: header,
    header,
    rowHeader: index === 0,
    align: index === 0 ? "start" : "end",
    cell: ({ cells }) => (chart.heat ? <Shaded value={cells[index] ?? 0} most={most} /> : (cells[index] ?? "–")),
  }));
  const table = (
    <Table
      caption={`As a table: ${chart.finding}`}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      size="compact"
    />
  );
  const pictured = chart.bars.length > 1;
  return (
    <section aria-labelledby={chart.id} className="flex min-w-0 flex-col gap-3">
      <h2 id={chart.id} className="text-base font-semibold">
        {chart.finding}
      </h2>
      {pictured ? (
        // A phone has no room for a picture with words in it: there the table stands at once.
        <>
          <div className="flex flex-col gap-3 max-sm:hidden">
            <Bars chart={chart} label={`${chart.finding}; the table says the same`} />
            <Disclosure summary="As a table">{table}</Disclosure>
          </div>
          <div className="sm:hidden">{table}</div>
        </>
      ) : rows.length === 0 ? null : (
        table
      )}
      <div className="flex flex-col gap-1 text-ink-soft">
        <p className="max-w-measure">{chart.definition}</p>
        {rows.length === 0 ? null : (
          <p>
            <TextLink href={pageAddress(`${PATH}/table.csv`, { program, days: String(days), chart: chart.id })}>
              CSV<span className="sr-only">: {chart.finding}</span>
            </TextLink>
          </p>
        )}
      </div>
    </section>
  );
}
