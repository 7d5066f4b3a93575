import { Notice } from "@/components/ui/notice";
import { type Column, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { commitmentsOf } from "@/lib/policy/document";
import { policyPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { CommitmentFigures, Length, ResponseTimes, Weeks } from "@/lib/sla/response-times/types";
import { CLOCK_LABELS, RIGIDITY_WORDS } from "@/lib/sla/wording";
import { amountWords, formatShortDate, longDurationWords } from "@/lib/sla/words-of-time";
import { WeeklyBars } from "./weekly-bars";

type Shown = Extract<CommitmentFigures, { shown: true }>;

/** Each promise of the policy with how it was kept. */
export function ResponseTimeList({ document, figures }: { document: PolicyDocument; figures: ResponseTimes }) {
  const promised = [...new Set(commitmentsOf(document).map(({ clock }) => clock))];
  return (
    <div className="flex flex-col gap-12">
      {promised.map((clock) => {
        const found = figures.commitments.find((one) => one.clock === clock) ?? { clock, shown: false as const };
        return <Commitment key={clock} document={document} figures={found} zone={figures.zone} />;
      })}
    </div>
  );
}

function Commitment({
  document,
  figures,
  zone,
}: {
  document: PolicyDocument;
  figures: CommitmentFigures;
  zone: string;
}) {
  const terms = commitmentsOf(document).filter(({ clock }) => clock === figures.clock);
  const id = `times-${figures.clock}`;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div>
        <h2 id={id} className="font-heading text-2xl font-semibold">
          {CLOCK_LABELS[figures.clock]}
        </h2>
        <ul className="text-ink-soft">
          {terms.map((term) => (
            <li key={`${term.clause} ${term.severity ?? ""}`}>
              {term.severity ? `${term.severity}: ` : ""}
              {RIGIDITY_WORDS[term.rigidity]} · {amountWords(term)} ·{" "}
              <TextLink href={policyPath(document.program, term.clause)}>clause {term.clause}</TextLink>
            </li>
          ))}
        </ul>
      </div>
      {figures.shown ? (
        <Figures figures={figures} zone={zone} />
      ) : (
        <p className="max-w-measure rounded-lg border border-dashed border-line-strong px-5 py-6">
          <strong className="block text-lg">Too few reports to show</strong>
          Fewer than five were judged in these 90 days. Numbers so small would speak of single reports.
        </p>
      )}
    </section>
  );
}

function Figures({ figures, zone }: { figures: Shown; zone: string }) {
  const facts: [string, string][] = [
    ["Kept", percent(figures.share)],
    ["Half were answered within", lengthWords(figures.median)],
    ["Nine of ten within", lengthWords(figures.p90)],
    ["Judged", String(figures.count)],
  ];
  const name = CLOCK_LABELS[figures.clock];
  return (
    <>
      <dl className="grid grid-cols-1 gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        {facts.map(([term, value]) => (
          <div key={term} className="border-s-2 border-accent ps-3">
            <dt className="text-sm text-ink-soft">{term}</dt>
            <dd className="text-xl font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <WeeklyBars weeks={figures.weeks} label={`${name}: share kept, week by week; the table below says the same.`} />
      <Table
        caption={`${name}, week by week`}
        columns={weekColumns(zone)}
        rows={[...figures.weeks].reverse()}
        rowKey={({ from }) => from}
        size="compact"
        narrow="cards"
      />
    </>
  );
}

const weekColumns = (zone: string): Column<Weeks>[] => [
  {
    key: "week",
    header: "Weeks",
    rowHeader: true,
    cell: ({ from, to }) => (
      <>
        <When at={from} zone={zone} style="date" /> to <When at={to} zone={zone} style="date" />
      </>
    ),
  },
  {
    key: "share",
    header: "Kept",
    align: "end",
    cell: ({ share }) => percent(share),
  },
];

/** Rounded down, so that what was not all kept never reads as 100 %. */
export function percent(share: number): string {
  return `${Math.floor(share * 100)} %`;
}

export function lengthWords({ ms, atLeast }: Length): string {
  return atLeast ? `more than ${longDurationWords(ms)}` : longDurationWords(ms);
}

/** What the numbers mean and from when they are. */
export function WhatCounts({
  figures,
  calculatedAt,
  now,
}: {
  figures: ResponseTimes;
  calculatedAt: string;
  now: Date;
}) {
  const stale = now.getTime() - Date.parse(calculatedAt) > STALE_MS;
  return (
    <section aria-labelledby="what-counts" className="flex max-w-measure flex-col gap-3">
      <h2 id="what-counts" className="font-heading text-2xl font-semibold">
        What counts
      </h2>
      <p>
        Every promise given to a report is judged once: kept at the moment of the answer if that comes before the due
        instant, else not kept at the due instant, whatever happens later. What was judged in the 90 days from{" "}
        {formatShortDate(figures.from)} to <When at={figures.to} zone={figures.zone} style="date" /> (days of{" "}
        {figures.zone}) is counted; a promise that still runs, or stands still while we wait for the researcher, is not
        judged yet. Each is judged by the terms that its report was received under. Times run from receipt to answer by
        the wall clock, nights, holidays and waits included. Percentiles are by nearest rank; where an answer is still
        owed, its time so far counts, and “more than” says that it could make the number larger. Figures of fewer than
        five are not shown: a promise with fewer has none, and a week with fewer is counted together with the one before
        it.
      </p>
      <p className="text-sm text-ink-soft">
        Calculated hourly from the portal’s ledger, last on <When at={calculatedAt} zone={figures.zone} />.
      </p>
      {stale ? (
        <Notice kind="warning" title="These figures are old">
          They should be newer than a day; the portal’s hourly calculation has not run.
        </Notice>
      ) : null}
    </section>
  );
}

const STALE_MS = 26 * 3_600_000;
