import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { CheckboxesField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Reference } from "@/components/reports/reference";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { getStaffReport } from "@/lib/reports/queries";
import { DAYS_TO_ANSWER, PARTS_AT_MOST, SPLIT_TEXT_MAX } from "@/lib/reports/split";
import { answerTitle } from "@/lib/request/answer-title";
import { deskContext, orNotFound } from "../../../desk";
import { propose } from "./actions";

type Props = { params: Promise<{ reference: string }> };

const TITLE = "Split a report";

// Where there is a form, it carries the title.
export const metadata: Metadata = { title: { absolute: "" } };

/** A coordinator says what each part takes along; the reporter is asked before anything is split. */
export default async function SplitPage({ params }: Props) {
  const { reference } = await params;
  const ctx = await deskContext(`/staff/reports/${reference}/split`);
  const report = await orNotFound(getStaffReport(ctx, reference));
  if (!report.splitting.may) notFound();
  const href = `/staff/reports/${report.reference}`;
  const title = `${TITLE}: ${report.reference} – Safe Harbour`;
  const heading = (
    <>
      <PageHeading face="sans" lead={<span className="[overflow-wrap:anywhere]">{report.title}</span>}>
        {TITLE}
      </PageHeading>
      <Reference reference={report.reference} />
    </>
  );
  return (
    <div className="flex max-w-form flex-col gap-6">
      <BackLink href={href}>The report</BackLink>
      {report.splitting.refusal === null ? (
        <ActionForm action={propose.bind(null, report.reference)} title={title}>
          {heading}
          <p className="text-ink-soft">
            The reporter is asked first and has {DAYS_TO_ANSWER} days. Each part becomes a report of its own with the
            time of first receipt and the dates promised then, the reporter’s contact and credit wish, the policy and
            the flags. Messages, notes and files stay with this report.
          </p>
          {Array.from({ length: PARTS_AT_MOST }, (_, index) => index + 1).map((at) =>
            at === 1 ? (
              <Part key={at} at={at} copyable={report.splitting.copyable} />
            ) : (
              <details key={at} open={at === 2}>
                <summary className="cursor-pointer py-1 text-link">
                  {at === 2 ? "Second part, if there is one" : `Part ${at}, if there is one`}
                </summary>
                <Part at={at} copyable={report.splitting.copyable} />
              </details>
            ),
          )}
          <TextAreaField
            name="text"
            label="Tell the reporter why"
            hint="They read it as a message in the conversation"
            rows={5}
            limit={SPLIT_TEXT_MAX}
          />
          <div>
            <SubmitButton pendingText="Asking…">Ask the reporter</SubmitButton>
          </div>
        </ActionForm>
      ) : (
        <>
          <title>{await answerTitle(title)}</title>
          {heading}
          <p>{report.splitting.refusal}</p>
        </>
      )}
    </div>
  );
}

function Part({ at, copyable }: { at: number; copyable: readonly { key: string; label: string }[] }) {
  return (
    <fieldset className="flex flex-col gap-4 border-s-2 border-line-strong ps-4">
      <legend className="mb-2 p-0 font-semibold">Part {at}</legend>
      <TextField name={`title${at}`} label={`Title of part ${at}`} />
      <CheckboxesField
        name={`keys${at}`}
        label={`Answers that part ${at} gets a copy of`}
        optional
        options={copyable.map(({ key, label }) => ({ value: key, label }))}
      />
      <TextAreaField
        name={`details${at}`}
        label={`Description of part ${at}`}
        hint="In your words; stands after the copied description if you copy that too"
        rows={4}
      />
    </fieldset>
  );
}
