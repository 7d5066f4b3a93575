import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { CheckboxField, TextAreaField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import type { StepUpMeans } from "@/lib/accounts/types";
import { StepUpFields } from "./step-up-fields";

/** A name under a text: the sentence that is signed, who signs it as what, and the second factor again. */
export function SignForm({
  action,
  hash,
  statement,
  roleHint,
  button,
  dated,
  stepUp,
}: {
  action: FormAction<undefined>;
  /** Of the text as it is shown on this page. */
  hash: string;
  statement: string;
  roleHint: string;
  button: string;
  /** What the signature dates, where it dates something. */
  dated?: ReactNode;
  stepUp: StepUpMeans;
}) {
  return (
    <ActionForm action={action} hidden={{ hash }} className="flex max-w-form flex-col gap-6 text-base">
      <blockquote className="border-s-4 border-accent ps-4 font-serif text-lg break-words">{statement}</blockquote>
      <CheckboxField name="read" label="I have read what is above, and say so with my name" />
      <TextField name="typedName" label="Your full name" autoComplete="name" width="medium" />
      <TextField name="typedRole" label="Your role" hint={roleHint} autoComplete="organization-title" width="medium" />
      <TextAreaField name="note" label="Note" optional rows={3} limit={2000} />
      <StepUpFields means={stepUp} />
      <p className="text-ink-soft">
        {dated ? <>{dated} </> : null}Kept with it: the version, the SHA-256, your role in this portal now, the time and
        its zone. In public the role and the date are shown, never your name.
      </p>
      <div>
        <SubmitButton pendingText="Signing…">{button}</SubmitButton>
      </div>
    </ActionForm>
  );
}
