import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { FormPanel } from "@/components/reports/form-panel";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { CREDIT_ROLE_LABELS, CREDIT_ROLES } from "@/lib/credit/roles";
import type { CreditView } from "@/lib/reports/types";
import { Consent } from "./credit-facts";

export const NAMED_SCOPE = "named";

/** Everybody named beside the reporter, with what they answered: each agrees to, changes or declines their own line. */
export function NamedPeople({
  people,
  zone,
  removeFor,
  reloadHref,
}: {
  people: readonly CreditView[];
  zone: string;
  removeFor: (handle: string, version: number) => FormAction<undefined>;
  reloadHref: string;
}) {
  if (people.length === 0) return null;
  return (
    <ul className="flex flex-col divide-y divide-line border-y border-line">
      {people.map((person) => (
        <li key={person.handle} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3">
          <div className="flex min-w-0 flex-col gap-1">
            <span className="font-semibold [overflow-wrap:anywhere]">
              {person.wish === "no" ? "Does not want to be credited" : person.line}
            </span>
            {person.wish === "no" ? null : (
              <span className="text-sm text-ink-soft">
                Answer: <Consent credit={person} zone={zone} />
              </span>
            )}
          </div>
          <RemovePerson
            key={person.version}
            name={person.text}
            action={removeFor(person.handle, person.version)}
            reloadHref={reloadHref}
          />
        </li>
      ))}
    </ul>
  );
}

export function RemovePerson({
  name,
  action,
  reloadHref,
}: {
  name: string;
  action: FormAction<undefined>;
  reloadHref: string;
}) {
  return (
    <ActionForm action={action} className="flex flex-col items-start gap-2">
      <ReloadAfterConflict href={reloadHref} />
      <SubmitButton variant="secondary" size="compact" pendingText="Removing…">
        Remove<span className="sr-only"> {name === "" ? "this person" : name}</span>
      </SubmitButton>
    </ActionForm>
  );
}

/** Names somebody else and asks them by mail. */
export function NamePersonForm({
  action,
  titleIfWrong,
  reloadHref,
}: {
  action: FormAction<undefined>;
  titleIfWrong?: string;
  reloadHref: string;
}) {
  const name = (field: string) => fieldName(NAMED_SCOPE, field);
  return (
    <ActionForm action={action} titleIfWrong={titleIfWrong} className="flex flex-col gap-4">
      <ReloadAfterConflict href={reloadHref} />
      <FormPanel label="Name somebody else">
        <TextField
          name={name("text")}
          label="Name or alias to print"
          hint="They can change it when they answer"
          autoComplete="off"
        />
        <TextField name={name("organisation")} label="Organisation" optional autoComplete="off" />
        <TextField
          name={name("url")}
          label="Address"
          hint="Starts with https://"
          optional
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
        />
        <SelectField
          name={name("role")}
          label="Their part"
          defaultValue="finder"
          options={CREDIT_ROLES.map((role) => ({ value: role, label: CREDIT_ROLE_LABELS[role] }))}
        />
        <TextField
          name={name("email")}
          label="Their e-mail address"
          hint="For this one question. The mail says nothing about the report, and nobody sees the address again."
          type="email"
          autoComplete="off"
          spellCheck={false}
        />
        <div>
          <SubmitButton size="compact" pendingText="Asking…">
            Ask them
          </SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}
