import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { StepUpFields } from "@/components/policy-governance/step-up-fields";
import { buttonClasses } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Select } from "@/components/ui/select";
import { TextLink } from "@/components/ui/text-link";
import type { BulkPage, BulkRow } from "@/lib/triage/bulk/types";
import type { BulkVerb } from "@/lib/triage/bulk/verbs";

/** Which text a question begins with: the next page shows what it comes to in each report. */
export function TextChoice({ action, page, verb }: { action: string; page: BulkPage; verb: BulkVerb }) {
  const { templates, rows, programSlug } = page;
  if (templates.length === 0) {
    return (
      <EmptyState
        title="No template asks for information."
        action={<TextLink href="/staff/settings/templates">Templates</TextLink>}
      >
        Several reporters are asked by a template alone, so that each text can be read before it is sent.
      </EmptyState>
    );
  }
  return (
    <form action={action} className="flex max-w-form flex-col gap-4">
      <input type="hidden" name="program" value={programSlug} />
      <input type="hidden" name="do" value={verb} />
      {rows.map(({ reference }) => (
        <input key={reference} type="hidden" name="ref" value={reference} />
      ))}
      <Select
        name="template"
        label="What is written"
        hint="Next you read what each reporter would; nothing is sent before that"
        options={templates.map(({ id, title, language }) => ({ value: id, label: `${title} (${language})` }))}
      />
      <div>
        <button type="submit" className={buttonClasses({ variant: "primary" })}>
          Show what each would read
        </button>
      </div>
    </form>
  );
}

/** What a file would hold, and the second factor that it takes. */
export function ExportForm({
  rows,
  stepUp,
  action,
  backHref,
}: {
  rows: readonly BulkRow[];
  stepUp: BulkPage["stepUp"];
  action: FormAction<undefined>;
  backHref: string;
}) {
  return (
    <ActionForm action={action} className="flex max-w-form flex-col gap-4">
      <p>
        A CSV file with a row for each: reference, time of receipt, title, product, state, severity, weaknesses, next
        due date, carrier and tags. No text of a report and nothing of its reporter. That you took it stands in the
        history of each.
      </p>
      <ul aria-label="What is taken out" className="flex flex-col">
        {rows.map(({ reference, title }) => (
          <li key={reference} className="border-b border-line py-1.5 [overflow-wrap:anywhere]">
            {title} <code className="font-mono text-xs whitespace-nowrap text-ink-soft">{reference}</code>
          </li>
        ))}
      </ul>
      <StepUpFields means={stepUp} />
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton>Export {rows.length === 1 ? "this report" : `these ${rows.length} reports`}</SubmitButton>
        <TextLink href={backHref}>Back to the list</TextLink>
      </div>
    </ActionForm>
  );
}
