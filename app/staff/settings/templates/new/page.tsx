import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TemplateEditor } from "@/components/templates/template-editor";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { address, type SearchParams } from "../../../desk";
import { add } from "../actions";
import { loadRoom, TEMPLATES_PATH } from "../load";

type Props = { searchParams: SearchParams };

async function load(searchParams: SearchParams) {
  const { room } = await loadRoom(`${TEMPLATES_PATH}/new`, searchParams);
  if (!room.mayChange) notFound();
  return room;
}

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  await load(searchParams);
  // The form says the title, so that a refused one says "Error: …" first.
  return { title: { absolute: "" } };
}

export default async function NewTemplatePage({ searchParams }: Props) {
  const { programSlug } = await load(searchParams);
  return (
    <div className="flex max-w-page flex-col gap-6">
      <BackLink href={address(TEMPLATES_PATH, { program: programSlug })}>Templates</BackLink>
      <ActionForm
        action={add.bind(null, programSlug)}
        title={`Write a template, ${programSlug} – Safe Harbour`}
        className="flex max-w-form flex-col gap-6"
      >
        <PageHeading face="sans">Write a template</PageHeading>
        <TemplateEditor />
        <div>
          <SubmitButton pendingText="Saving…">Save the template</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}
