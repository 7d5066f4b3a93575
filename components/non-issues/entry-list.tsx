import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { FormPanel } from "@/components/reports/form-panel";
import { When } from "@/components/ui/when";
import type { NonIssue } from "@/lib/non-issues/types";

/** Entries of a program's non-issues, each under the key by which decisions cite it. */
export function EntryList({
  entries,
  zone,
  retireFor,
}: {
  entries: readonly NonIssue[];
  zone: string;
  /** Left out where the reader may not change the list. */
  retireFor?: ((key: string) => FormAction<undefined>) | undefined;
}) {
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {entries.map(({ key, title, body, addedAt, retiredAt }) => (
        <li key={key} id={key} className="flex flex-col gap-2 py-4">
          <h3 className="font-semibold [overflow-wrap:anywhere]">
            <span className="font-mono">{key}</span> {title}
          </h3>
          <p className="max-w-measure whitespace-pre-line [overflow-wrap:anywhere]">{body}</p>
          <p className="text-ink-soft">
            Added <When at={addedAt} zone={zone} style="date" />
            {retiredAt ? (
              <>
                , out of use since <When at={retiredAt} zone={zone} style="date" />
              </>
            ) : null}
          </p>
          {retireFor ? (
            <ActionForm action={retireFor(key)} className="flex flex-col gap-3">
              <FormPanel label={`Take ${key} out of use`}>
                <p>New decisions can no longer cite it. Those that do go on citing it.</p>
                <div>
                  <SubmitButton size="compact" variant="secondary">
                    Yes, take it out of use
                  </SubmitButton>
                </div>
              </FormPanel>
            </ActionForm>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
