import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { PageHeading } from "@/components/ui/page-heading";
import { stepUpMeans } from "@/lib/accounts/queries";
import { REASON_MAX } from "@/lib/reports/break-glass/schema";
import { deskContext } from "../desk";
import { openRestricted } from "./actions";

/** For coordinators alone; everybody else finds nothing. */
async function load() {
  const ctx = await deskContext("/staff/restricted");
  if (!ctx.actor.memberships.some(({ role }) => role === "coordinator")) notFound();
  return { means: await stepUpMeans(ctx) };
}

export async function generateMetadata(): Promise<Metadata> {
  await load();
  // The form says the title, so that a refused one says "Error: …" first.
  return { title: { absolute: "" } };
}

export default async function RestrictedPage() {
  const { means } = await load();
  return (
    <ActionForm
      action={openRestricted}
      title="Open a restricted report – Safe Harbour"
      className="flex max-w-form flex-col gap-6"
    >
      <PageHeading face="sans">Open a restricted report</PageHeading>
      <p className="max-w-measure">
        For an emergency in which the people named on a report cannot be reached. From then on you are named on it, too.
        Every coordinator of the program and everybody named on it is told at once, and your reason stays with the
        report.
      </p>
      <TextField
        name="reference"
        label="Reference of the report"
        hint="Like ABC-7K3F-9QX6; a restricted report is in no list"
        mono
        width="medium"
        autoComplete="off"
        spellCheck={false}
      />
      <TextAreaField
        name="reason"
        label="Why"
        hint="For the people named on it, as a note"
        rows={4}
        limit={REASON_MAX}
      />
      <StepUpFields means={means} />
      <div>
        <SubmitButton variant="danger" pendingText="Opening…">
          Open it and tell everybody
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
