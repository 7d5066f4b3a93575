import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { RadioField, SelectField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { FormPanel } from "@/components/reports/form-panel";
import { RATINGS, SITUATIONS } from "@/lib/assignment/schema";
import type { AssignmentSettings } from "@/lib/assignment/types";
import { OTHERWISE_WORDS, RATING_WORDS, SITUATION_WORDS } from "@/lib/assignment/words";

/** The rules in words, each with the buttons that move it; what holds besides stands at their end. */
export function RuleList({
  rules,
  otherwise,
  rev,
  arrange,
}: {
  rules: AssignmentSettings["rules"];
  otherwise: string;
  rev: number;
  /** Left out where the reader may not change them. */
  arrange?: FormAction<undefined> | undefined;
}) {
  return (
    <ol className="flex flex-col divide-y divide-line border-y border-line">
      {rules.map(({ when, to, caution }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place, and two may say the same
        <li key={`${rev} ${at}`} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
          <div className="min-w-0">
            <p className="[overflow-wrap:anywhere]">
              <span className="font-semibold">{at + 1}.</span> {when}
            </p>
            <p className="font-semibold [overflow-wrap:anywhere]">
              <span aria-hidden="true">→ </span>
              <span className="sr-only">goes to </span>
              {to}
            </p>
            {caution ? <p className="text-soon">{caution}</p> : null}
          </div>
          {arrange ? (
            <ActionForm
              action={arrange}
              hidden={{ rule: String(at + 1), rev: String(rev) }}
              className="flex flex-wrap gap-2"
            >
              {at === 0 ? null : <ArrangeButton what="up" label="Up" rule={at + 1} />}
              {at === rules.length - 1 ? null : <ArrangeButton what="down" label="Down" rule={at + 1} />}
              <ArrangeButton what="remove" label="Take out" rule={at + 1} />
            </ActionForm>
          ) : null}
        </li>
      ))}
      <li className="py-3">
        <p>Everything else</p>
        <p className="font-semibold">
          <span aria-hidden="true">→ </span>
          <span className="sr-only">goes to </span>
          {otherwise}
        </p>
      </li>
    </ol>
  );
}

function ArrangeButton({ what, label, rule }: { what: string; label: string; rule: number }) {
  return (
    <SubmitButton size="compact" variant="secondary" name="what" value={what}>
      {label}
      <span className="sr-only">: rule {rule}</span>
    </SubmitButton>
  );
}

export const anyProduct = (settings: AssignmentSettings) => [
  { value: "", label: "Any product" },
  ...settings.products.map(({ key, name }) => ({ value: key, label: name })),
];
export const ANY_SITUATION = [
  { value: "", label: "Anything" },
  ...SITUATIONS.map((value) => ({ value, label: SITUATION_WORDS[value] })),
];

export function NewRuleForm({
  settings,
  action,
  title,
}: {
  settings: AssignmentSettings;
  action: FormAction<undefined>;
  title: string;
}) {
  return (
    <ActionForm action={action} hidden={{ rev: String(settings.rev) }} titleIfWrong={title} className="flex flex-col">
      <FormPanel label="Add a rule">
        <SelectField name="product" label="About" options={anyProduct(settings)} />
        <SelectField name="situation" label="Tells that" options={ANY_SITUATION} />
        <SelectField
          name="rated"
          label="Rated by its reporter"
          hint="A report that is not rated meets none of these but the first"
          options={[
            { value: "", label: "Any way, or not at all" },
            ...RATINGS.map((value) => ({
              value,
              label: value === "critical" ? RATING_WORDS[value] : `${RATING_WORDS[value]} or worse`,
            })),
          ]}
        />
        <SelectField
          name="to"
          label="Goes to"
          options={[
            { value: "", label: "Select one" },
            { value: "fewest", label: "Who carries the fewest open reports" },
            { value: "nobody", label: "Nobody: left to the team" },
            ...settings.team.map(({ handle, name }) => ({ value: handle, label: name })),
          ]}
        />
        <div>
          <SubmitButton pendingText="Saving…">Add it after the others</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}

/** What holds where no rule is for a report, or none leads to somebody. */
export function OtherwiseForm({
  settings,
  action,
  title,
}: {
  settings: AssignmentSettings;
  action: FormAction<undefined>;
  title: string;
}) {
  return (
    <ActionForm action={action} hidden={{ rev: String(settings.rev) }} titleIfWrong={title} className="flex flex-col">
      <FormPanel label="Change what holds for everything else">
        <RadioField
          name="otherwise"
          label="Everything else goes to"
          defaultValue={settings.otherwise}
          options={(["nobody", "fewest"] as const).map((value) => ({ value, label: OTHERWISE_WORDS[value] }))}
        />
        <div>
          <SubmitButton pendingText="Saving…">Save</SubmitButton>
        </div>
      </FormPanel>
    </ActionForm>
  );
}
