import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { CheckboxField, SelectField, TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { REASON_MAX } from "@/lib/reports/redaction";
import { fieldName } from "./field-names";
import { FormPanel } from "./form-panel";

export const WITHHOLD_SCOPE = "withhold";

/** Takes one answer out of the report for good. Asks for a reason, and whether one is sure; works without scripts. */
export function WithholdForm<T>({
  redactable,
  action,
  title,
}: {
  redactable: readonly { key: string; label: string }[];
  action: FormAction<T>;
  title?: string | undefined;
}) {
  if (redactable.length === 0) return null;
  const name = (field: string) => fieldName(WITHHOLD_SCOPE, field);
  return (
    <ActionForm action={action} titleIfWrong={title} className="mt-6 flex flex-col gap-3">
      <FormPanel label="Withhold an answer" grave>
        <p className="text-ink-soft">
          For health data and the like that should not have been sent. The answer is removed here and from every report
          that was split from this one. Nobody can bring it back. The receipt stays valid and shows it as withheld.
        </p>
        <SelectField
          name={name("key")}
          label="Answer"
          options={[{ value: "", label: "Select one" }, ...redactable.map(({ key, label }) => ({ value: key, label }))]}
        />
        <TextAreaField
          name={name("reason")}
          label="Why, in words that the reporter reads"
          hint="Without repeating what is removed"
          rows={3}
          limit={REASON_MAX}
        />
        <CheckboxField name={name("sure")} label="Remove this answer for good" />
        <div>
          <SubmitButton variant="danger">Withhold it</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}
