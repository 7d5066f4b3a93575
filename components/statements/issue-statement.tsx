import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { FormPanel } from "@/components/reports/form-panel";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { Notice } from "@/components/ui/notice";
import { When } from "@/components/ui/when";
import { REMARK_MAX } from "@/lib/statements/schema";
import type { StatementRoom } from "@/lib/statements/types";

export const STATEMENT_SCOPE = "statement";

/** What was stated of the reporter's conduct, or the form to state it. Works without scripts. */
export function IssueStatement({
  room,
  version,
  differently,
  zone,
  action,
  reloadHref,
  title,
}: {
  room: Pick<StatementRoom, "mayIssue" | "draft" | "issued">;
  /** Of the report as shown. */
  version: number;
  /** The reporter said that something went differently from the rules. */
  differently: boolean;
  zone: string;
  action: FormAction<undefined>;
  reloadHref: string;
  title: string;
}) {
  const { issued, draft, mayIssue } = room;
  if (issued) {
    const { payload } = issued.statement;
    return (
      <div className="flex max-w-measure flex-col gap-2">
        <p className="text-ink-soft">
          Issued <When at={payload.issuedAt} zone={zone} />, signed, and on the reporter’s page.
        </p>
        <Sentences of={payload.sentences} />
      </div>
    );
  }
  if (!mayIssue || !draft) return <p className="text-ink-soft">None was issued.</p>;
  return (
    <ActionForm
      action={action}
      titleIfWrong={title}
      hidden={{ [fieldName(STATEMENT_SCOPE, "version")]: String(version) }}
      className="flex flex-col gap-3"
    >
      <ReloadAfterConflict href={reloadHref} />
      <FormPanel label="Issue a compliance statement">
        {differently ? (
          <Notice kind="warning" title="The reporter said that something went differently from the rules">
            Read what they wrote about it first.
          </Notice>
        ) : null}
        <p className="text-ink-soft">
          The reporter can show this to whoever asks by what right they tested. It is signed like a receipt and is never
          changed or taken back:
        </p>
        <Sentences of={draft.sentences} />
        <TextAreaField
          name={fieldName(STATEMENT_SCOPE, "remark")}
          label="Anything to add"
          hint="Stands beneath, word for word"
          optional
          rows={2}
          limit={REMARK_MAX}
        />
        <div>
          <SubmitButton pendingText="Signing…">Sign and issue it</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}

function Sentences({ of }: { of: readonly string[] }) {
  return (
    <blockquote className="flex flex-col gap-2 border-s-2 border-line-strong ps-4 font-serif">
      {of.map((sentence) => (
        <p key={sentence} className="whitespace-pre-line [overflow-wrap:anywhere]">
          {sentence}
        </p>
      ))}
    </blockquote>
  );
}
