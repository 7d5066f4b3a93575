import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { CheckboxesField, RadioField, TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { REASON_MAX } from "@/lib/reports/break-glass/schema";
import type { StaffReport } from "@/lib/reports/types";
import { fieldName } from "./field-names";
import { FormPanel } from "./form-panel";
import { ReloadAfterConflict } from "./reload-after-conflict";

export const READERS_SCOPE = "readers";

/** Who of the staff reads a report, with the form to name them. Works without scripts. */
export function Readers<T>({
  report,
  action,
  reloadHref,
}: {
  report: Pick<StaffReport, "restriction" | "version">;
  action: FormAction<T>;
  reloadHref: string;
}) {
  const { readers, choice } = report.restriction;
  const others = choice?.filter(({ you }) => !you) ?? [];
  const name = (field: string) => fieldName(READERS_SCOPE, field);
  return (
    <div className="flex flex-col gap-2">
      {readers === null ? (
        <p>The team</p>
      ) : (
        <ul aria-label="Restricted to">
          {readers.map((reader) => (
            <li key={reader.handle} className="[overflow-wrap:anywhere]">
              {reader.name}
            </li>
          ))}
        </ul>
      )}
      {choice === null ? null : (
        <ActionForm action={action} hidden={{ version: String(report.version) }} className="flex flex-col gap-3">
          <ReloadAfterConflict href={reloadHref} />
          <FormPanel label="Change who reads it">
            <RadioField
              name={name("who")}
              label="Who reads this report"
              hint="With what was split from it. For everybody else of the staff it then does not exist: no list, count, search or mail shows it."
              defaultValue={readers === null ? "team" : "named"}
              options={[
                { value: "team", label: "The team" },
                {
                  value: "named",
                  label: "Only people named here",
                  reveal:
                    others.length === 0 ? (
                      <p className="text-ink-soft">You, and nobody else: the team has no other reader.</p>
                    ) : (
                      <CheckboxesField
                        name={name("readers")}
                        label="You, and"
                        defaultValue={readers?.map(({ handle }) => handle) ?? []}
                        options={others.map((one) => ({ value: one.handle, label: one.name }))}
                      />
                    ),
                },
              ]}
            />
            <TextAreaField
              name={name("reason")}
              label="Why"
              hint="Kept as a note for those who read it"
              rows={2}
              limit={REASON_MAX}
            />
            <div>
              <SubmitButton size="compact" variant="secondary" pendingText="Saving…">
                Save who reads it
              </SubmitButton>
            </div>
          </FormPanel>
        </ActionForm>
      )}
    </div>
  );
}
