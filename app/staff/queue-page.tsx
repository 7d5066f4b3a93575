import { QueueHeading, type Tab, Tabs } from "@/components/triage/queue-heading";
import { ReportTable } from "@/components/triage/report-table";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { listQueue, type Queue } from "@/lib/triage/queries";
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
};

/** One page of one queue of one program. */
export async function QueuePage({
  path,
  queue,
  title,
  searchParams,
  tabs = [],
}: {
  path: string;
  queue: Queue;
  title: string;
  searchParams: SearchParams;
  tabs?: readonly Tab[];
}) {
  const asked = await searchParams;
  const program = single(asked.program);
  const ctx = await deskContext(address(path, { program, queue: single(asked.queue) }));
  const page = await orNotFound(
    listQueue(ctx, { programSlug: program, queue, after: single(asked.after), before: single(asked.before) }),
  );
  const kept = { program, queue: single(asked.queue) };
  const programs = readablePrograms(ctx).map(({ programSlug }) => ({
    href: address(path, { ...kept, program: programSlug }),
    text: programSlug,
    current: programSlug === page.programSlug,
  }));
  const empty = EMPTY[queue];
  return (
    <>
      <QueueHeading title={title} total={page.total}>
        <Tabs label="Queues" tabs={tabs} />
        <Tabs label="Programs" tabs={programs} />
      </QueueHeading>
      {page.rows.length === 0 ? (
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
