import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Disclosure } from "@/components/ui/disclosure";

/** Why a warning may stay; kept on the draft and read by whoever signs it. */
export function ReasonForm({
  findingKey,
  place,
  reason,
  give,
}: {
  findingKey: string;
  /** Tells the forms of one page apart. */
  place: number;
  reason: string | null;
  give: FormAction<undefined>;
}) {
  const name = `reason-${place}`;
  const form = (
    <ActionForm action={give} hidden={{ key: findingKey, field: name }} className="flex max-w-form flex-col gap-2 py-1">
      <TextAreaField
        name={name}
        label="Why it may stay"
        hint="The policy owner signs with this reason in view"
        rows={2}
        limit={500}
        defaultValue={reason ?? ""}
      />
      <div className="flex flex-wrap gap-2">
        <SubmitButton variant="secondary" size="compact">
          Save the reason
        </SubmitButton>
        {reason ? (
          <SubmitButton variant="quiet" size="compact" name="withdraw" value="yes">
            Take the reason back
          </SubmitButton>
        ) : null}
      </div>
    </ActionForm>
  );
  return reason ? (
    <Disclosure size="compact" summary="Change the reason">
      {form}
    </Disclosure>
  ) : (
    form
  );
}
