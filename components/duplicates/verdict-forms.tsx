import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { FormPanel } from "@/components/reports/form-panel";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { TextLink } from "@/components/ui/text-link";
import type { Candidate, Similar } from "@/lib/duplicates/types";
import { MESSAGE_MAX } from "@/lib/reports/moves";

export const MARK_SCOPE = "mark";

/** What one can say of two reports that look alike. Works without scripts. */
export function VerdictForms({
  similar,
  other,
  mark,
  relateAs,
  begin,
  defaultText,
  here,
  title,
}: {
  similar: Pick<Similar, "reference" | "version" | "mayMark" | "mayRelate">;
  other: Pick<Candidate, "reference" | "earlier" | "related" | "original">;
  mark: FormAction<undefined>;
  relateAs: (relation: "related" | "different") => FormAction<undefined>;
  /** Texts to begin the message with, and the one that was chosen without scripts. */
  begin: ReactNode;
  defaultText: string | undefined;
  here: string;
  title: string;
}) {
  if (other.original) {
    return <p className="text-ink-soft">This report is marked as a duplicate of {other.reference}.</p>;
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-2">
        {similar.mayMark && other.earlier ? (
          <ActionForm
            action={mark}
            titleIfWrong={title}
            hidden={{ [fieldName(MARK_SCOPE, "version")]: String(similar.version) }}
            className="flex flex-col gap-3 has-[[open],section]:basis-full"
          >
            <ReloadAfterConflict href={here} />
            <FormPanel label="Same: mark this as a duplicate" grave open={defaultText !== undefined}>
              <p className="text-ink-soft">
                This report is declined as a duplicate of {other.reference}. Threads, files and credit stay apart. Its
                reporter reads your text and then how far the other comes, in status words: never its title, text or
                reporter.
              </p>
              {begin}
              <TextAreaField
                name={fieldName(MARK_SCOPE, "text")}
                label="To the reporter"
                limit={MESSAGE_MAX}
                rows={5}
                defaultValue={defaultText}
              />
              <div>
                <SubmitButton variant="danger" pendingText="Saving…">
                  Mark as a duplicate of {other.reference}
                </SubmitButton>
              </div>
            </FormPanel>
          </ActionForm>
        ) : null}
        {similar.mayRelate && !other.related ? (
          <ActionForm action={relateAs("related")} titleIfWrong={title} className="inline-flex">
            <SubmitButton variant="secondary" size="compact" pendingText="Saving…">
              Related
            </SubmitButton>
          </ActionForm>
        ) : null}
        {similar.mayRelate ? (
          <ActionForm action={relateAs("different")} titleIfWrong={title} className="inline-flex">
            <SubmitButton variant="secondary" size="compact" pendingText="Saving…">
              Different: do not suggest it again
            </SubmitButton>
          </ActionForm>
        ) : null}
      </div>
      {similar.mayMark && !other.earlier ? (
        <p className="text-ink-soft">
          This report came first, so it can only be the original.{" "}
          <TextLink href={`/staff/reports/${other.reference}/similar?with=${similar.reference}#compared`}>
            Look from the other one
          </TextLink>
        </p>
      ) : null}
    </div>
  );
}
