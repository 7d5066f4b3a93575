import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SelectField, TextField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { FormPanel } from "@/components/reports/form-panel";
import type { ViewLink } from "@/lib/triage/types";

/** A refused form stays open, without scripts too: its panel stands inside it. */
const PANEL_FORM = "flex min-w-0 flex-col gap-3 has-[[open],section]:basis-full";

const SEEN_BY = [
  { value: "me", label: "Only me" },
  { value: "team", label: "Everybody who reads these reports" },
];

/** Offered once a list differs from all that are kept: a name for it, or the place of one's own. */
export function SaveView<T, U>({
  query,
  mine,
  save,
  replace,
}: {
  query: string;
  mine: readonly ViewLink[];
  save: FormAction<T>;
  replace: FormAction<U>;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-start gap-2">
      <ActionForm action={save} hidden={{ query }} className={PANEL_FORM}>
        <FormPanel label="Save this list">
          <TextField name="name" label="Name" autoComplete="off" width="medium" />
          <SelectField name="visibility" label="Seen by" options={SEEN_BY} />
          <SubmitButton variant="secondary" pendingText="Saving…">
            Save as a new list
          </SubmitButton>
        </FormPanel>
      </ActionForm>
      {mine.length > 0 ? (
        <ActionForm action={replace} hidden={{ query }} className={PANEL_FORM}>
          <FormPanel label="Put it in the place of another">
            <SelectField
              name="view"
              label="In place of"
              options={mine.map(({ key, known, name }) => ({ value: `${key} ${known}`, label: name }))}
            />
            <SubmitButton variant="secondary" pendingText="Saving…">
              Replace it
            </SubmitButton>
          </FormPanel>
        </ActionForm>
      ) : null}
    </div>
  );
}

export type ViewActions<T> = {
  up: (key: string) => FormAction<T>;
  down: (key: string) => FormAction<T>;
  hide: (key: string, hidden: boolean) => FormAction<T>;
  rename: (key: string) => FormAction<T>;
  remove: (key: string) => FormAction<T>;
};

/** Every list that is offered, with what can be done about it. Works without scripts. */
export function ArrangeViews<T>({ views, actions }: { views: readonly ViewLink[]; actions: ViewActions<T> }) {
  const movable = views.filter(({ pinned }) => !pinned);
  return (
    <ol className="flex flex-col">
      {views.map((view) => {
        const place = movable.indexOf(view);
        return (
          <li key={view.key} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line py-2">
            <div className="min-w-0 grow basis-60">
              <p className={view.hidden ? "text-ink-soft" : "font-semibold"}>{view.name}</p>
              <p className="text-xs text-ink-soft">{standing(view)}</p>
            </div>
            {view.pinned ? null : (
              <div className="flex flex-wrap gap-2">
                {place > 0 ? <Press action={actions.up(view.key)} text="Up" of={view} /> : null}
                {place < movable.length - 1 ? <Press action={actions.down(view.key)} text="Down" of={view} /> : null}
                <Press action={actions.hide(view.key, !view.hidden)} text={view.hidden ? "Show" : "Hide"} of={view} />
              </div>
            )}
            {view.mine && view.known !== null ? (
              <div className="flex basis-full flex-wrap items-start gap-2">
                <ActionForm
                  action={actions.rename(view.key)}
                  hidden={{ known: view.known }}
                  scope={`view-${view.key}`}
                  className={PANEL_FORM}
                >
                  <FormPanel label={`Rename or share “${view.name}”`}>
                    <TextField name="name" label="Name" defaultValue={view.name} autoComplete="off" />
                    <SelectField name="visibility" label="Seen by" defaultValue={view.of} options={SEEN_BY} />
                    <SubmitButton variant="secondary" size="compact" pendingText="Saving…">
                      Save
                    </SubmitButton>
                  </FormPanel>
                </ActionForm>
                <ActionForm action={actions.remove(view.key)} className={PANEL_FORM}>
                  <FormPanel label={`Delete “${view.name}”`} grave>
                    <SubmitButton variant="danger" size="compact">
                      Yes, delete this list
                    </SubmitButton>
                  </FormPanel>
                </ActionForm>
              </div>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

function standing({ of, pinned, hidden, mine }: ViewLink): string {
  const whose =
    of === "built-in" ? "Comes with the desk" : of === "team" ? (mine ? "Yours, for the team" : "The team’s") : "Yours";
  return `${whose}${pinned ? " · stands first for everybody" : ""}${hidden ? " · hidden" : ""}`;
}

function Press<T>({ action, text, of }: { action: FormAction<T>; text: string; of: ViewLink }) {
  return (
    <ActionForm action={action} className="inline-flex">
      <SubmitButton variant="secondary" size="compact">
        {text}
        <span className="sr-only">: {of.name}</span>
      </SubmitButton>
    </ActionForm>
  );
}
