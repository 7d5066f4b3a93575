import { randomBytes } from "node:crypto";
import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Reference } from "@/components/reports/reference";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { ADDITION_MAX, additionTargets } from "@/lib/reports/additions";
import { loadReceipt, loadReport } from "../../load";
import { addToReport } from "../actions";

type Props = { params: Promise<{ reference: string }> };

const TITLE = "Add information";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { mayAdd } = await loadReport((await params).reference, "/add");
  // Where there is a form, it carries the title.
  return { title: mayAdd ? { absolute: "" } : TITLE };
}

export default async function AddPage({ params }: Props) {
  const segment = (await params).reference;
  const report = await loadReport(segment, "/add");
  const { document } = await loadReceipt(segment, "/add");
  const { reference, programName } = report;
  const href = `/reports/${reference}`;
  return (
    <div className="mx-auto flex max-w-form flex-col gap-6">
      <BackLink href={href}>The report</BackLink>
      {report.mayAdd ? (
        <ActionForm
          action={addToReport.bind(null, reference)}
          title={`${TITLE} to ${reference} – Safe Harbour`}
          hidden={{ idempotencyKey: randomBytes(16).toString("base64url") }}
        >
          <PageHeading lead={<span className="[overflow-wrap:anywhere]">{report.title}</span>}>{TITLE}</PageHeading>
          <Reference reference={reference} />
          <p className="text-ink-soft">
            What you sent stays as it is. This is kept beside it with its time, and the team of {programName} is told.
          </p>
          <SelectField
            name="about"
            label="What does it add to?"
            options={[
              { value: "", label: "The report as a whole" },
              ...additionTargets(document, report.answers).map(({ title, fields }) => ({
                label: title,
                options: fields.map(({ key, label }) => ({ value: key, label })),
              })),
            ]}
            defaultValue=""
          />
          <TextAreaField
            name="text"
            label="What do you want to add?"
            hint="Markdown works; what you add to a proof of concept is kept exactly as you type it"
            limit={ADDITION_MAX}
            rows={10}
          />
          <div>
            <SubmitButton pendingText="Adding…">Add to the report</SubmitButton>
          </div>
        </ActionForm>
      ) : (
        <>
          <PageHeading>{TITLE}</PageHeading>
          <p>
            This report is closed, so nothing can be added to it.{" "}
            <TextLink href={`${href}/messages`}>Write a message to the team</TextLink> instead.
          </p>
        </>
      )}
    </div>
  );
}
