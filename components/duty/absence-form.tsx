import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import type { Colleague } from "@/lib/absences/types";

/** Days away with who answers meanwhile: one's own, or for a coordinator anybody's. Works without scripts. */
export function AbsenceForm({
  team,
  zone,
  today,
  action,
  title,
}: {
  team: readonly Colleague[];
  zone: string;
  today: string;
  action: FormAction<undefined>;
  title: string;
}) {
  const settable = team.filter(({ maySet }) => maySet);
  const you = team.find((one) => one.you);
  const alone = settable.length === 1 ? settable[0] : undefined;
  const label = ({ name, you: isYou }: Colleague) => (isYou ? `${name} (you)` : name);
  return (
    <ActionForm
      action={action}
      titleIfWrong={title}
      hidden={alone ? { who: alone.handle } : {}}
      className="flex max-w-measure flex-col gap-4"
    >
      {alone ? null : (
        <SelectField
          name="who"
          label="Who is away"
          defaultValue={you?.handle ?? ""}
          options={settable.map((one) => ({ value: one.handle, label: label(one) }))}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField name="from" label="First day away" type="date" defaultValue={today} />
        <TextField name="until" label="Last day away" type="date" />
      </div>
      <SelectField
        name="cover"
        label="Who answers for them"
        hint="Of what they may not read, the team hears instead"
        options={[{ value: "", label: "The team" }, ...team.map((one) => ({ value: one.handle, label: label(one) }))]}
      />
      <p className="text-ink-soft">Days of {zone}. What was noted of somebody before is replaced.</p>
      <div>
        <SubmitButton pendingText="Saving…">Save these days</SubmitButton>
      </div>
    </ActionForm>
  );
}
