import type { Metadata } from "next";
import { Consent, WISH_WORDS } from "@/components/credit/credit-facts";
import { QueueHeading } from "@/components/triage/queue-heading";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { type Column, Table } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import type { CreditRow } from "@/lib/credit/queries";
import { listCredits } from "@/lib/credit/queries";
import { CREDIT_ROLE_LABELS, isCreditRole } from "@/lib/credit/roles";
import { address, deskContext, listTitle, orNotFound, type SearchParams, single } from "../desk";

export function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return listTitle("Credits", "/staff/credits", searchParams);
}

const COLUMNS: Column<CreditRow>[] = [
  {
    key: "report",
    header: "Report",
    rowHeader: true,
    cell: (row) => (
      <>
        <TextLink href={`/staff/reports/${row.reference}#credit`}>{row.title}</TextLink>
        <code className="block whitespace-nowrap font-mono text-xs text-ink-soft">{row.reference}</code>
      </>
    ),
  },
  {
    key: "wish",
    header: "Wish",
    cell: ({ credit }) => <span className="whitespace-nowrap">{WISH_WORDS[credit.wish]}</span>,
  },
  {
    key: "roles",
    header: "Roles",
    cell: ({ credit }) => credit.roles.map((role) => (isCreditRole(role) ? CREDIT_ROLE_LABELS[role] : role)).join(", "),
  },
  {
    key: "line",
    header: "Line as printed",
    cell: ({ credit }) =>
      credit.text === "" ? <span className="text-ink-faint">None yet</span> : <span>{credit.line}</span>,
  },
  {
    key: "consent",
    header: "Consent",
    cell: ({ credit, zone }) => (credit.wish === "no" ? "Not needed" : <Consent credit={credit} zone={zone} />),
  },
];

export default async function CreditsPage({ searchParams }: { searchParams: SearchParams }) {
  const asked = await searchParams;
  const program = single(asked.program);
  const ctx = await deskContext(address("/staff/credits", { program }));
  const page = await orNotFound(listCredits(ctx, { programSlug: program, after: single(asked.after) }));
  return (
    <>
      <QueueHeading title="Credits">
        <TextLink href={address("/staff/credits/settings", { program: page.programSlug })}>What is offered</TextLink>
      </QueueHeading>
      {page.notice ? <p className="mb-4 max-w-measure text-ink-soft">{page.notice}</p> : null}
      {page.rows.length === 0 ? (
        <EmptyState title="No credit is waiting: nobody is owed one.">
          Each report brings its reporter’s wish here as soon as it is sent.
        </EmptyState>
      ) : (
        <Table
          caption={`Credits, ${page.programName}`}
          columns={COLUMNS}
          rows={page.rows}
          rowKey={({ credit }) => credit.id}
          narrow="cards"
          size="compact"
        />
      )}
      <Pagination
        label="Pages of this list"
        nextText="More"
        nextHref={page.next ? address("/staff/credits", { program, after: page.next }) : undefined}
      />
    </>
  );
}
