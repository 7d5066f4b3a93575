import type { ReactNode } from "react";
import { ReplyFiles } from "@/components/attachments/reply-files";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { When } from "@/components/ui/when";
import type { AttachmentView } from "@/lib/attachments/types";
import { MESSAGE_MAX } from "@/lib/reports/moves";
import type { SavedDraft } from "@/lib/threads/types";
import { ConfirmSecret } from "./confirm-secret";
import { DraftKeeper } from "./draft-keeper";
import { SendButton, UnseenMessages } from "./unseen-messages";

export const COMPOSER_SCOPE = "message";

/**
 * Writes into the thread. The line above the button says who will read it; sent twice with one key, it is one message. What
 * is typed is kept on the server; what was written meanwhile is shown before it goes out.
 */
export function Composer<T>({
  action,
  reference,
  idempotencyKey,
  seen,
  draft,
  files,
  from,
  refusedFile,
  quoted,
  zone,
  label,
  readers,
  submit,
  reloadHref,
  title,
  begin,
  defaultText,
}: {
  action: FormAction<T>;
  reference: string;
  /** New for each rendering of the page. */
  idempotencyKey: string;
  /** The newest message that this page shows; "" for none. */
  seen: string;
  draft: SavedDraft | null;
  /** Files that wait to go with it. */
  files: readonly AttachmentView[];
  /** The page that it stands on. */
  from: "reporter" | "staff";
  /** What a form without scripts was refused for. */
  refusedFile?: string | null | undefined;
  /** A message that is being answered, as a quotation. */
  quoted: string;
  zone: string;
  label: string;
  /** "The reporter reads this on their page and is told by mail." */
  readers: string;
  submit: string;
  reloadHref: string;
  /** The page's title, for "Error: …" before it. */
  title?: string | undefined;
  /** Texts to begin with. */
  begin?: ReactNode;
  /** The one that was chosen without scripts. */
  defaultText?: string | undefined;
}) {
  const name = fieldName(COMPOSER_SCOPE, "text");
  return (
    <ActionForm
      action={action}
      titleIfWrong={title}
      hidden={{ idempotencyKey, seen }}
      id="reply"
      className="flex scroll-mt-24 flex-col gap-3 border-s-2 border-accent ps-4"
    >
      <UnseenMessages scope={COMPOSER_SCOPE} fallback={<ReloadAfterConflict href={reloadHref} />} />
      {begin}
      <TextAreaField
        name={name}
        label={label}
        hint="Markdown works; links and images of others are never loaded"
        defaultValue={[draft?.text, quoted, defaultText].filter(Boolean).join("\n\n")}
        limit={MESSAGE_MAX}
        rows={5}
      />
      <ReplyFiles
        scope={COMPOSER_SCOPE}
        reference={reference}
        kind="reply"
        from={from}
        files={files}
        refused={refusedFile}
      />
      <ConfirmSecret scope={COMPOSER_SCOPE} />
      <p className="text-sm text-ink-soft">{readers}</p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <SendButton scope={COMPOSER_SCOPE}>{submit}</SendButton>
        <DraftKeeper reference={reference} kind="reply" name={name}>
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
  );
}
