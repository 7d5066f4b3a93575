import { Lock } from "lucide-react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { Icon } from "@/components/ui/icon";
import { When } from "@/components/ui/when";
import type { StaffNote } from "@/lib/reports/types";
import type { SavedDraft } from "@/lib/threads/types";
import { ConfirmSecret } from "./confirm-secret";
import { DraftKeeper } from "./draft-keeper";

export const NOTE_SCOPE = "internal";

/** Notes of the team and the form for another, in a dress of their own: nobody mistakes one for a message. */
export function Notes<T>({
  reference,
  notes,
  draft,
  zone,
  action,
  title,
}: {
  reference: string;
  notes: readonly StaffNote[];
  draft: SavedDraft | null;
  zone: string;
  action: FormAction<T>;
  title?: string | undefined;
}) {
  const name = fieldName(NOTE_SCOPE, "note");
  return (
    <div className="note-edge flex flex-col gap-4 py-4 pe-4">
      <p className="flex items-center gap-1.5 font-semibold text-note">
        <Icon of={Lock} />
        Staff of this program only; the reporter never sees notes
      </p>
      {notes.length > 0 ? (
        <ol className="flex flex-col gap-3">
          {notes.map((note) => (
            <li key={note.id}>
              <p className="max-w-measure text-base whitespace-pre-line">{note.text}</p>
              <p className="text-xs text-ink-soft">
                {note.by} · <When at={note.at} zone={zone} />
              </p>
            </li>
          ))}
        </ol>
      ) : null}
      <ActionForm action={action} titleIfWrong={title} id="note" className="flex flex-col gap-3">
        <TextAreaField name={name} label="Internal note" rows={3} limit={20_000} defaultValue={draft?.text ?? ""} />
        <ConfirmSecret scope={NOTE_SCOPE} />
        <p className="text-sm text-ink-soft">
          Read by those of this program’s staff who read the report. No mail leaves, and no clock stops.
        </p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SubmitButton variant="secondary" pendingText="Saving…">
            <Icon of={Lock} />
            Save note – staff only
          </SubmitButton>
          <DraftKeeper reference={reference} kind="note" name={name}>
            <SubmitButton variant="quiet" name="intent" value="keep" formNoValidate>
              Keep as a draft
            </SubmitButton>
            {draft ? (
              <span>
                Draft kept <When at={draft.savedAt} zone={zone} />
              </span>
            ) : null}
          </DraftKeeper>
        </div>
      </ActionForm>
    </div>
  );
}
