import type { Metadata } from "next";
import { ChainChecks } from "@/components/audit/chain-checks";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { Button } from "@/components/ui/button";
import { Disclosure } from "@/components/ui/disclosure";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { Select } from "@/components/ui/select";
import { type Column, Table } from "@/components/ui/table";
import { TextInput } from "@/components/ui/text-input";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { AUDIT_GROUP_NAMES, AUDIT_GROUPS } from "@/lib/audit/groups";
import type { AuditRow } from "@/lib/audit/types";
import { address as pageAddress, type SearchParams } from "../desk";
import { checkAudit, takeAudit } from "./actions";
import { type Asked, auditAddress, loadAudit, PATH } from "./load";

const TITLE = "Audit";

type Props = { searchParams: SearchParams };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await loadAudit(searchParams);
  return { title: TITLE };
}

/** Who did what, and when: of a program and its reports, without a word of what they say. */
export default async function AuditPage({ searchParams }: Props) {
  const { program, filter, log, others } = await loadAudit(searchParams);
  const asked: Asked = { program, filter };
  const columns: Column<AuditRow>[] = [
    { key: "at", header: "When", rowHeader: true, cell: ({ at }) => <When at={at} zone={log.zone} /> },
    { key: "who", header: "Who", cell: ({ who }) => who },
    { key: "what", header: "What", cell: ({ what }) => what },
    {
      key: "reference",
      header: "Report",
      cell: ({ reference }) =>
        reference === null ? (
          "–"
        ) : (
          <TextLink
            href={auditAddress({ program, filter: { reference } })}
            className="font-mono text-sm whitespace-nowrap"
          >
            {reference}
          </TextLink>
        ),
    },
  ];
  return (
    <div className="flex flex-col gap-6">
      <PageHeading
        face="sans"
        lead={`${log.programName}: who did what, and when. Nothing of what a report says is shown here.`}
      >
        {TITLE}
      </PageHeading>
      <FilterForm asked={asked} people={log.people} />
      {log.rows.length === 0 ? (
        <EmptyState
          title="Nothing was done that this asks for"
          action={<TextLink href={pageAddress(PATH, { program })}>Show everything</TextLink>}
        >
          Take a filter away, or look at a longer time.
        </EmptyState>
      ) : (
        <>
          <Table
            caption="What was done, the newest first"
            columns={columns}
            rows={log.rows}
            rowKey={({ key }) => key}
            narrow="cards"
          />
          <p className="flex flex-wrap gap-x-6">
            {filter.before ? <TextLink href={auditAddress(asked)}>The newest again</TextLink> : null}
            {log.next ? <TextLink href={auditAddress(asked, log.next)}>Older</TextLink> : <span>That is all.</span>}
          </p>
        </>
      )}
      <div className="flex max-w-measure flex-col gap-4">
        <ChainChecks action={checkAudit.bind(null, asked)} />
        <Disclosure summary="Take it along as a table">
          <ActionForm action={takeAudit.bind(null, asked)} className="flex max-w-form flex-col gap-4">
            <p>
              A CSV file of everything that the filter above finds, ten thousand rows at most. That you took it is
              recorded here.
            </p>
            <StepUpFields means={log.stepUp} />
            <div>
              <SubmitButton variant="secondary">Export</SubmitButton>
            </div>
          </ActionForm>
        </Disclosure>
        {others.length > 0 ? (
          <p className="flex flex-wrap gap-x-3">
            Other programs:
            {others.map((slug) => (
              <TextLink key={slug} href={pageAddress(PATH, { program: slug })}>
                {slug}
              </TextLink>
            ))}
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** A plain GET form: what is asked for stands in the address. */
function FilterForm({
  asked: { program, filter },
  people,
}: {
  asked: Asked;
  people: { handle: string; name: string }[];
}) {
  const anybody = { value: "", label: "Anybody" };
  return (
    <form method="get" action={PATH} className="flex flex-wrap items-end gap-x-4 gap-y-3 max-sm:[&>*]:w-full">
      <input type="hidden" name="program" value={program} />
      <Select
        name="group"
        label="What"
        defaultValue={filter.group ?? ""}
        options={[
          { value: "", label: "Everything" },
          ...AUDIT_GROUP_NAMES.map((value) => ({ value, label: AUDIT_GROUPS[value].label })),
        ]}
      />
      <Select
        name="who"
        label="Who"
        defaultValue={filter.who ?? ""}
        options={[anybody, ...people.map(({ handle, name }) => ({ value: handle, label: name }))]}
      />
      <TextInput name="reference" label="Report" defaultValue={filter.reference} mono width="short" />
      <TextInput name="from" label="From" type="date" defaultValue={filter.from} width="short" />
      <TextInput name="to" label="Until" type="date" defaultValue={filter.to} width="short" />
      <Button type="submit" variant="secondary">
        Show
      </Button>
    </form>
  );
}
