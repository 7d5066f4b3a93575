import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Disclosure } from "@/components/ui/disclosure";
import { CLAUSE_KIND_OPTIONS, type ClauseKind } from "@/lib/policy/edit/clause-fields";

/** What is seldom done to a clause: another number, another kind, taking it out. */
export function ClauseTools({
  clause,
  mark,
  change,
}: {
  clause: { key: string; kind: ClauseKind };
  mark: string;
  change: FormAction<undefined>;
}) {
  return (
    <Disclosure summary="Number, kind, removal">
      <div className="flex max-w-form flex-col gap-8 py-2">
        <ActionForm
          action={change}
          hidden={{ change: "renumber", clause: clause.key }}
          className="flex flex-col items-start gap-3"
        >
          <TextField
            name="number"
            label="Number"
            hint="Its address on the page. Clauses within it and every reference to it change along"
            defaultValue={clause.key}
            inputMode="decimal"
            autoComplete="off"
            className="sm:max-w-32"
          />
          <SubmitButton variant="secondary" size="compact">
            Change the number
          </SubmitButton>
        </ActionForm>
        <ActionForm
          action={change}
          hidden={{ change: "kind", clause: clause.key }}
          className="flex flex-col items-start gap-3"
        >
          <SelectField
            name="kind"
            label="Kind"
            hint="What the new kind has no field for is kept in the text of the clause"
            options={CLAUSE_KIND_OPTIONS}
            defaultValue={clause.kind}
            className="sm:max-w-lg"
          />
          <SubmitButton variant="secondary" size="compact">
            Change the kind
          </SubmitButton>
        </ActionForm>
        <ActionForm
          action={change}
          hidden={{ change: "remove", clause: clause.key, mark }}
          className="flex flex-col items-start gap-3"
        >
          <p>
            Removing takes the clause out of this draft only; versions that were published keep it. A clause that
            another text refers to stays until that text is changed.
          </p>
          <SubmitButton variant="danger" size="compact">
            Remove clause {clause.key}
          </SubmitButton>
        </ActionForm>
      </div>
    </Disclosure>
  );
}
