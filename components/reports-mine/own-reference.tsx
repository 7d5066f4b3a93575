import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";

export const OWN_SCOPE = "own";

/** What its reporter calls a report: theirs alone. */
export function OwnReference({ text, action, title }: { text: string; action: FormAction<undefined>; title: string }) {
  return (
    <ActionForm action={action} titleIfWrong={title} className="flex flex-col gap-3">
      <TextField
        name={fieldName(OWN_SCOPE, "text")}
        label="Your own reference"
        hint="A ticket number or a name. Only you see it, sealed like your report; empty removes it"
        defaultValue={text}
      />
      <div>
        <SubmitButton variant="secondary" size="compact" pendingText="Saving…">
          Save
        </SubmitButton>
      </div>
    </ActionForm>
  );
}
