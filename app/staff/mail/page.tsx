import type { Metadata } from "next";
import { MailReasonTag } from "@/components/mail-in/reason-tag";
import { QueueHeading, Tabs } from "@/components/triage/queue-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Pagination } from "@/components/ui/pagination";
import { type Column, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { listMails } from "@/lib/mail-in/queries";
import type { MailRow } from "@/lib/mail-in/types";
import { address, deskContext, listTitle, orNotFound, type SearchParams, single } from "../desk";

const PATH = "/staff/mail";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Mail", PATH, searchParams);
}

const columnsFor = (zone: string): Column<MailRow>[] => [
  {
    key: "subject",
    header: "Mail",
    rowHeader: true,
    cell: ({ publicId, subject }) => (
      <span className="[overflow-wrap:anywhere]">
        <TextLink href={`${PATH}/${publicId}`}>{subject}</TextLink>
      </span>
    ),
  },
  {
    key: "from",
    header: "Says it is from",
    cell: ({ from }) => <span className="[overflow-wrap:anywhere]">{from}</span>,
  },
  { key: "why", header: "Why it is here", cell: (row) => <MailReasonTag {...row} /> },
  { key: "received", header: "Received", cell: ({ receivedAt }) => <When at={receivedAt} zone={zone} /> },
];

export default async function MailPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const program = single(asked.program);
  const others = single(asked.queue) === "others";
  const ctx = await deskContext(address(PATH, { program }));
  const list = others ? "others" : "waiting";
  const page = await orNotFound(listMails(ctx, { programSlug: program, list, after: single(asked.after) }));
  return (
    <>
      {single(asked.done) === "discarded" ? (
        <Notice kind="success" live="status" title="The mail was put away" />
      ) : null}
      <QueueHeading title="Mail">
        <Tabs
          label="Lists of mail"
          tabs={[
            { href: address(PATH, { program }), text: "Waiting for you", current: !others },
            { href: address(PATH, { program, queue: "others" }), text: "Ended and settled", current: others },
          ]}
        />
      </QueueHeading>
      {page.rows.length === 0 ? (
        <EmptyState title={others ? "No mail ended by itself" : "No mail waits for you"}>
          {others
            ? "Automatic replies, returned mail and copies stand here, and what somebody put away."
            : "Mail of a proven sender becomes a report or a message by itself. The rest waits here, and is never lost."}
        </EmptyState>
      ) : (
        <Table
          caption={`Mail, ${page.programName}`}
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
        nextHref={page.next ? address(PATH, { program, queue: others ? "others" : null, after: page.next }) : undefined}
      />
    </>
  );
}
