import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { CheckboxesField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { FormPanel } from "@/components/reports/form-panel";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { DefinitionList } from "@/components/ui/definition-list";
import { CREDIT_ROLE_LABELS, CREDIT_ROLES } from "@/lib/credit/roles";
import type { CreditView } from "@/lib/reports/types";
import { creditFacts } from "./credit-facts";
import { NamePersonForm, RemovePerson } from "./named-people";

export type CreditPanelProps<T> = {
  credits: readonly CreditView[];
  zone: string;
  /** What the program's own policy says of credit. */
  notice: string | null;
  /** Whether the reader settles roles and wording. */
  maySettle: boolean;
  actionFor: (creditId: string, scope: string) => FormAction<T>;
  /** Asks somebody else whether they want to be credited. */
  name: FormAction<undefined>;
  removeFor: (handle: string, version: number) => FormAction<undefined>;
  reloadHref: string;
};

/** The coordinator's side of a credit. */
export function CreditPanel<T>({
  credits,
  zone,
  notice,
  maySettle,
  actionFor,
  name,
  removeFor,
  reloadHref,
}: CreditPanelProps<T>) {
  return (
    <div className="flex flex-col gap-4">
      {notice ? <p className="text-ink-soft">{notice}</p> : null}
      {credits.map((credit, index) => {
        const scope = `credit${index}`;
        return (
          <div key={credit.id} className="flex flex-col gap-2">
            <DefinitionList layout="stacked" size="compact" items={creditFacts(credit, zone)} />
            {maySettle && credit.wish !== "no" ? (
              <SettleForm
                key={credit.version}
                credit={credit}
                scope={scope}
                action={actionFor(credit.id, scope)}
                reloadHref={reloadHref}
              />
            ) : null}
            {maySettle && credit.named ? (
              <RemovePerson
                key={`remove-${credit.version}`}
                name={credit.text}
                action={removeFor(credit.handle, credit.version)}
                reloadHref={reloadHref}
              />
            ) : null}
          </div>
        );
      })}
      {maySettle ? <NamePersonForm action={name} reloadHref={reloadHref} /> : null}
    </div>
  );
}

function SettleForm<T>({
  credit,
  scope,
  action,
  reloadHref,
}: {
  credit: CreditView;
  scope: string;
  action: FormAction<T>;
  reloadHref: string;
}) {
  return (
    <ActionForm action={action} hidden={{ version: String(credit.version) }} className="flex flex-col gap-4 pb-2">
      <ReloadAfterConflict href={reloadHref} />
      <FormPanel label="Set roles and wording">
        <TextField
          name={fieldName(scope, "text")}
          label="Text to print"
          defaultValue={credit.text}
          autoComplete="off"
        />
        <TextField
          name={fieldName(scope, "organisation")}
          label="Organisation"
          optional
          defaultValue={credit.organisation}
          autoComplete="off"
        />
        <TextField
          name={fieldName(scope, "url")}
          label="Address"
          optional
          defaultValue={credit.url}
          autoComplete="off"
          inputMode="url"
        />
        <CheckboxesField
          name={fieldName(scope, "roles")}
          label="Roles"
          hint="The vocabulary of CVE records"
          options={CREDIT_ROLES.map((role) => ({ value: role, label: CREDIT_ROLE_LABELS[role] }))}
          defaultValue={credit.roles}
        />
        <p className="text-ink-soft">
          Saving asks the credited person to agree to the new line. An earlier answer was to the earlier line.
        </p>
        <div>
          <SubmitButton size="compact" pendingText="Saving…">
            Save credit
          </SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}
