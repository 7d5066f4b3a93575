import { QueueHeading, type Tab, Tabs } from "@/components/triage/queue-heading";
import { ReportTable } from "@/components/triage/report-table";
import { SearchForm } from "@/components/triage/search-form";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import type { Queue } from "@/lib/triage/list-query";
import { listQueue } from "@/lib/triage/queries";
import { address, deskContext, orNotFound, readablePrograms, type SearchParams, single } from "./desk";

const EMPTY: Record<Queue, { title: string; next: string; href: string; link: string }> = {
  triage: {
    title: "Triage is empty: every report has its decision.",
    next: "A new report appears here the moment it is sent, with its clocks running.",
    href: "/staff/reports",
    link: "Look at the open reports",
  },
  open: {
    title: "No report is open: nobody waits for anything.",
    next: "What is triaged and not yet closed appears here.",
    href: "/staff/reports?queue=closed",
    link: "Look at the closed reports",
  },
  closed: {
    title: "No report was closed yet.",
    next: "Closed reports stay here with their results, newest first.",
    href: "/staff/reports",
    link: "Look at the open reports",
  },
  all: {
    title: "No report has come in yet.",
    next: "Every report of the program appears here, newest first.",
    href: "/staff/triage",
    link: "Go to triage",
  },
};

/** One page of one queue of one program. */
export async function QueuePage({
  path,
  queue,
  title,
  searchParams,
  tabs = [],
  searchable = false,
}: {
  path: string;
  queue: Queue;
  title: string;
  searchParams: SearchParams;
  tabs?: readonly Tab[];
  searchable?: boolean;
}) {
  const asked = await searchParams;
  const program = single(asked.program);
  const q = searchable ? single(asked.q) : undefined;
  const kept = { program, queue: single(asked.queue), q };
  const ctx = await deskContext(address(path, kept));
  const { after, before } = { after: single(asked.after), before: single(asked.before) };
  const page = await orNotFound(listQueue(ctx, { programSlug: program, queue, words: q, after, before }));
  const programs = readablePrograms(ctx).map(({ programSlug }) => ({
    href: address(path, { ...kept, program: programSlug }),
    text: programSlug,
    current: programSlug === page.programSlug,
  }));
  const empty = EMPTY[queue];
  return (
    <>
      <QueueHeading title={title} total={page.total} counted={page.counted}>
        <Tabs label="Queues" tabs={tabs} />
        <Tabs label="Programs" tabs={programs} />
      </QueueHeading>
      {searchable ? <SearchForm path={path} words={q} kept={{ program, queue: "all" }} /> : null}
      {page.rows.length === 0 && page.words ? (
        <EmptyState
          title={
            page.words.length > 0 ? "No report of this list holds all of these words." : "There is no word in this."
          }
          action={<a href={address(path, { program, queue: single(asked.queue) })}>Show the list without a search</a>}
        >
          Whole words are found: “inject” does not find “injection”. Fewer words find more.
        </EmptyState>
      ) : page.rows.length === 0 ? (
        <EmptyState title={empty.title} action={<a href={empty.href}>{empty.link}</a>}>
          {empty.next}
        </EmptyState>
      ) : (
        <ReportTable caption={`${title}, ${page.programName}`} rows={page.rows} />
      )}
      <Pagination
        label="Pages of this list"
        previousText="Back"
        nextText="More"
        previousHref={page.previous ? address(path, { ...kept, before: page.previous }) : undefined}
        nextHref={page.next ? address(path, { ...kept, after: page.next }) : undefined}
      />
    </>
  );
}
