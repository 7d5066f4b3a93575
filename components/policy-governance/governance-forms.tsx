import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { FormPanel } from "@/components/reports/form-panel";
import type { JudgedFinding } from "@/lib/policy/drafts/judgement";

type Props = { action: FormAction<undefined> };

/** Challenges a minor classification. */
export function RaiseForm({ action }: Props) {
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <FormPanel label="Treat it as major">
        <TextAreaField
          name="reason"
          label="Why it is major"
          hint="Shown to whoever approves it. It cannot be lowered again."
          rows={3}
          limit={1000}
        />
        <div>
          <SubmitButton size="compact">Raise it to major</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}

/** Sends a text back with what has to change. */
export function ReturnForm({ action }: Props) {
  return (
    <ActionForm action={action} className="flex flex-col gap-3">
      <FormPanel label="Send it back">
        <TextAreaField name="note" label="What has to change" rows={4} limit={2000} />
        <div>
          <SubmitButton size="compact">Send it back to its writers</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}

/** Says why a warning may stay, or says it anew. */
export function ReasonForm({ action, finding, place }: Props & { finding: JudgedFinding; place: number }) {
  return (
    <ActionForm action={action} scope={`warning-${place}`} className="flex flex-col gap-3">
      <FormPanel label={finding.reason ? "Change the reason" : "Write why it may stay"}>
        <TextAreaField
          name="reason"
          label="Why this warning may stay"
          hint="The signer answers for it. Empty takes the reason back."
          rows={2}
          limit={500}
          defaultValue={finding.reason ?? ""}
        />
        <div>
          <SubmitButton size="compact">Keep the reason</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}
