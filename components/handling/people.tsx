import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { Disclosure } from "@/components/ui/disclosure";
import { When } from "@/components/ui/when";
import type { HandlingView } from "@/lib/handling/types";
import { EditPanel } from "./edit-panel";
import { HANDLING_SCOPES } from "./scopes";

/** Who follows the report without carrying it. `watch` and `unwatch` take a handle, empty for oneself. */
export function Watchers({
  handling,
  watch,
  unwatchFor,
  reloadHref,
}: {
  handling: Pick<HandlingView, "watchers" | "couldWatch" | "mayChange">;
  watch: FormAction<undefined>;
  unwatchFor: (handle: string) => FormAction<undefined>;
  reloadHref: string;
}) {
  const { watchers, couldWatch, mayChange } = handling;
  const watching = watchers.some(({ you }) => you);
  const who = fieldName(HANDLING_SCOPES.watch, "who");
  return (
    <div className="flex flex-col gap-1">
      {watchers.length === 0 ? (
        <span className="text-ink-faint">Nobody</span>
      ) : (
        <ul>
          {watchers.map(({ handle, name, you }) => (
            <li key={handle} className="flex flex-wrap items-center justify-between gap-x-3">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                {name}
                {you ? <span className="text-ink-soft"> (you)</span> : null}
              </span>
              {you || couldWatch !== null ? (
                <ActionForm action={unwatchFor(handle)} className="inline-flex">
                  <SubmitButton variant="quiet" size="compact">
                    {you ? "Stop following" : "Remove"}
                    {you ? null : <span className="sr-only"> {name} from those who follow it</span>}
                  </SubmitButton>
                </ActionForm>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {mayChange && !watching ? (
        <ActionForm action={watch} hidden={{ [who]: "" }} className="inline-flex">
          <SubmitButton variant="secondary" size="compact">
            Follow it
          </SubmitButton>
        </ActionForm>
      ) : null}
      {couldWatch !== null && couldWatch.length > 0 ? (
        <ActionForm action={watch} className="flex flex-col gap-2">
          <EditPanel label="Add somebody" reloadHref={reloadHref}>
            <SelectField
              name={who}
              label="Who should follow it"
              options={couldWatch.map(({ handle, name }) => ({ value: handle, label: name }))}
            />
            <div>
              <SubmitButton size="compact" variant="secondary">
                Add
              </SubmitButton>
            </div>
          </EditPanel>
        </ActionForm>
      ) : null}
    </div>
  );
}

/** Who of the staff has had the report open; for its coordinators. */
export function SeenBy({ seenBy, zone }: { seenBy: NonNullable<HandlingView["seenBy"]>; zone: string }) {
  if (seenBy.length === 0) return <span className="text-ink-faint">Nobody yet</span>;
  return (
    <Disclosure summary={seenBy.length === 1 ? "One person" : `${seenBy.length} people`} size="compact">
      <ul className="flex flex-col gap-1.5">
        {seenBy.map(({ handle, name, at, times }) => (
          <li key={handle}>
            <span className="[overflow-wrap:anywhere]">{name}</span>
            <span className="block text-ink-soft">
              {times === 1 ? "Once, " : `${times} times, last `}
              <When at={at} zone={zone} />
            </span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
