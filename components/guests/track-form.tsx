import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { PageHeading } from "@/components/ui/page-heading";

/** Reference and receipt code, forgiving in spelling. */
export function TrackForm({
  action,
  title,
  lead,
  submit,
}: {
  action: FormAction<undefined>;
  title: string;
  lead: string;
  submit: string;
}) {
  return (
    <ActionForm action={action} title={`${title} – Safe Harbour`}>
      <PageHeading lead={lead}>{title}</PageHeading>
      <TextField
        name="reference"
        label="Reference"
        hint="Like ABC-7K3F-9QX6"
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="characters"
        mono
      />
      <TextField
        name="code"
        label="Receipt code"
        hint="Seven groups of four; capitals, spaces and dashes do not matter"
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="characters"
        mono
      />
      <div>
        <SubmitButton pendingText="Looking…">{submit}</SubmitButton>
      </div>
    </ActionForm>
  );
}
