import type { Metadata } from "next";
import { ActionForm } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { FormPanel } from "@/components/reports/form-panel";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { TemplateEditor } from "@/components/templates/template-editor";
import { BackLink } from "@/components/ui/back-link";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { address, type SearchParams } from "../../../desk";
import { change, retire } from "../actions";
import { loadTemplate, TEMPLATES_PATH } from "../load";

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  await loadTemplate((await params).id, searchParams);
  // The form says the title, so that a refused one says "Error: …" first.
  return { title: { absolute: "" } };
}

/** One template, to change it or take it out of use. */
export default async function TemplatePage({ params, searchParams }: Props) {
  const { room, template } = await loadTemplate((await params).id, searchParams);
  const { programSlug } = room;
  const here = address(`${TEMPLATES_PATH}/${template.id}`, { program: programSlug });
  const back = address(TEMPLATES_PATH, { program: programSlug });
  if (template.retired) {
    return (
      <div className="flex max-w-page flex-col gap-6">
        <title>{`${template.title}, ${programSlug} – Safe Harbour`}</title>
        <BackLink href={back}>Templates</BackLink>
        <PageHeading face="sans">{template.title}</PageHeading>
        <Notice title="This template is out of use" />
        <p className="max-w-measure whitespace-pre-line [overflow-wrap:anywhere]">{template.body}</p>
      </div>
    );
  }
  return (
    <div className="flex max-w-page flex-col gap-6">
      <BackLink href={back}>Templates</BackLink>
      <ActionForm
        key={template.rev}
        action={change.bind(null, programSlug, template.id)}
        title={`${template.title}, ${programSlug} – Safe Harbour`}
        hidden={{ rev: String(template.rev) }}
        className="flex max-w-form flex-col gap-6"
      >
        <PageHeading face="sans">
          <span className="[overflow-wrap:anywhere]">{template.title}</span>
        </PageHeading>
        <ReloadAfterConflict href={here} />
        <TemplateEditor template={template} />
        <div>
          <SubmitButton pendingText="Saving…">Save the template</SubmitButton>
        </div>
      </ActionForm>
      <ActionForm action={retire.bind(null, programSlug, template.id)} className="flex max-w-form flex-col gap-3">
        <FormPanel label="Take it out of use" grave>
          <p>It is offered no more. Messages that began with it stay as they are.</p>
          <div>
            <SubmitButton size="compact" variant="danger">
              Yes, take it out of use
            </SubmitButton>
          </div>
        </FormPanel>
      </ActionForm>
    </div>
  );
}
