import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import type { SelectOption } from "@/components/ui/select";
import { CLAUSE_KIND_OPTIONS } from "@/lib/policy/edit/clause-fields";
import type { LintSubject } from "@/lib/policy/lint/types";

export function AddClause({ draft, change }: { draft: LintSubject; change: FormAction<undefined> }) {
  const places = (draft.clauses ?? []).flatMap(({ key, heading }): SelectOption[] =>
    key
      ? [
          { value: key, label: `Behind ${key} ${heading ?? ""}`.trim() },
          { value: `${key}/`, label: `Within ${key}, as its last` },
        ]
      : [],
  );
  return (
    <section aria-labelledby="add-clause" className="flex max-w-form flex-col gap-3">
      <h2 id="add-clause" className="text-base font-semibold">
        Add a clause
      </h2>
      <ActionForm action={change} hidden={{ change: "add" }} className="flex flex-col items-start gap-4 text-base">
        <SelectField
          name="kind"
          label="What it is about"
          options={CLAUSE_KIND_OPTIONS}
          defaultValue="text"
          className="sm:max-w-lg"
        />
        <SelectField
          name="place"
          label="Where it stands"
          hint="It gets the next free number there"
          options={[{ value: "", label: "At the end" }, ...places]}
          className="sm:max-w-lg"
        />
        <SubmitButton variant="secondary" size="compact">
          Add the clause
        </SubmitButton>
      </ActionForm>
    </section>
  );
}
