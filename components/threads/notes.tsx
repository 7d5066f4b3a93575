import { Lock } from "lucide-react";
import { FilesBeside } from "@/components/attachments/file-list";
import { ReplyFiles } from "@/components/attachments/reply-files";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { Icon } from "@/components/ui/icon";
import { When } from "@/components/ui/when";
import type { AttachmentView } from "@/lib/attachments/types";
import type { StaffNote, StaffReport } from "@/lib/reports/types";
import type { SavedDraft } from "@/lib/threads/types";
import { ConfirmSecret } from "./confirm-secret";
import { DraftKeeper } from "./draft-keeper";
import { MentionMenu } from "./mention-menu";

export const NOTE_SCOPE = "internal";

/** Notes of the team and the form for another, in a dress of their own: nobody mistakes one for a message. */
export function Notes<T>({
  reference,
  notes,
  files,
  waiting,
  colleagues,
  refusedFile,
  draft,
  zone,
  action,
  title,
}: {
  reference: string;
  notes: readonly StaffNote[];
  /** Of the report, and those that wait to go with a note. */
  files: readonly AttachmentView[];
  waiting: readonly AttachmentView[];
  /** Whom a note can mention, and who of them is told of it. */
  colleagues: StaffReport["colleagues"];
  /** What a form without scripts was refused for. */
  refusedFile?: string | null | undefined;
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
            <li key={note.id} id={`n-${note.id}`} tabIndex={-1} className="scroll-mt-24 target:bg-sunken">
              <NoteText parts={note.parts} />
              <FilesBeside
                files={files.filter(({ cameWith }) => cameWith?.kind === "note" && cameWith.id === note.id)}
              />
              <p className="text-xs text-ink-soft">
                {note.by} · <When at={note.at} zone={zone} />
              </p>
            </li>
          ))}
        </ol>
      ) : null}
      <ActionForm action={action} titleIfWrong={title} id="note" className="flex flex-col gap-3">
        <TextAreaField name={name} label="Internal note" rows={3} limit={20_000} defaultValue={draft?.text ?? ""} />
        <ReplyFiles
          scope={NOTE_SCOPE}
          reference={reference}
          kind="note"
          from="staff"
          files={waiting}
          refused={refusedFile}
        />
        <ConfirmSecret scope={NOTE_SCOPE} />
        <p className="text-sm text-ink-soft">
          Read by those of this program’s staff who read the report. No clock stops, and the reporter learns nothing of
          it. Write @ and a colleague’s name to tell them.
        </p>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SubmitButton variant="secondary" pendingText="Saving…">
            <Icon of={Lock} />
            Save note – staff only
          </SubmitButton>
          <MentionMenu name={name} people={colleagues.filter(({ reads }) => reads)} />
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

function NoteText({ parts }: { parts: StaffNote["parts"] }) {
  if (parts.every(({ text }) => text === "")) return null;
  return (
    <p className="max-w-measure text-base whitespace-pre-line">
      {parts.map(({ text, mention }, index) =>
        mention ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text stand where they stand
          <span key={index} className="rounded-sm bg-sunken px-1 font-semibold text-note">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </p>
  );
}
