import type { Metadata } from "next";
import { InquiryStateTag } from "@/components/inquiries/state-tag";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { type Column, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { listInquiries } from "@/lib/inquiries/queries";
import { staffInquiryPath } from "@/lib/inquiries/records";
import type { InquiryRow } from "@/lib/inquiries/types";
import { address, deskContext, listTitle, orNotFound, type SearchParams, single } from "../desk";

const PATH = "/staff/inquiries";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Questions", PATH, searchParams);
}

const columnsFor = (zone: string): Column<InquiryRow>[] => [
  {
    key: "subject",
    header: "Question",
    rowHeader: true,
    cell: ({ publicId, subject }) => <TextLink href={staffInquiryPath(publicId)}>{subject}</TextLink>,
  },
  { key: "state", header: "State", cell: ({ state }) => <InquiryStateTag state={state} /> },
  { key: "asked", header: "Asked", cell: ({ createdAt }) => <When at={createdAt} zone={zone} /> },
  { key: "changed", header: "Last word", cell: ({ changedAt }) => <When at={changedAt} zone={zone} /> },
];

export default async function InquiriesPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const program = single(asked.program);
  const done = single(asked.queue) === "done";
  const ctx = await deskContext(address(PATH, { program }));
  const page = await orNotFound(listInquiries(ctx, { programSlug: program, done, after: single(asked.after) }));
  return (
    <>
      <QueueHeading title="Questions">
        <Tabs
          label="Lists of questions"
          tabs={[
            { href: address(PATH, { program }), text: "Waiting", current: !done },
            { href: address(PATH, { program, queue: "done" }), text: "Answered and closed", current: done },
          ]}
        />
      </QueueHeading>
      {page.rows.length === 0 ? (
        <EmptyState title={done ? "No question was answered yet" : "Nobody is waiting for an answer"}>
          Questions come from the page of the security program. They are no reports: no clock runs for them.
        </EmptyState>
      ) : (
        <Table
          caption={`Questions, ${page.programName}`}
          columns={columnsFor(page.zone)}
          rows={page.rows}
          rowKey={({ publicId }) => publicId}
          narrow="cards"
          size="compact"
        />
      )}
      <Pagination
        label="Pages of this list"
        nextText="More"
        nextHref={page.next ? address(PATH, { program, queue: done ? "done" : null, after: page.next }) : undefined}
      />
    </>
  );
}
