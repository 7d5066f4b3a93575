import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { ReloadAfterConflict } from "@/components/reports/reload-after-conflict";
import { MESSAGE_MAX } from "@/lib/reports/moves";

export const COMPOSER_SCOPE = "message";

/** Writes into the thread. The line above the button says who will read it; sent twice with one key, it is one message. */
export function Composer<T>({
  action,
  idempotencyKey,
  label,
  readers,
  submit,
  reloadHref,
  title,
}: {
  action: FormAction<T>;
  /** New for each rendering of the page. */
  idempotencyKey: string;
  label: string;
  /** "The reporter reads this on their page and is told by mail." */
  readers: string;
  submit: string;
  reloadHref: string;
  /** The page's title, for "Error: …" before it. */
  title?: string | undefined;
}) {
  return (
    <ActionForm
      action={action}
      titleIfWrong={title}
      hidden={{ idempotencyKey }}
      id="reply"
      className="flex flex-col gap-3 border-s-2 border-accent ps-4"
    >
      <ReloadAfterConflict href={reloadHref} />
      <TextAreaField
        name={fieldName(COMPOSER_SCOPE, "text")}
        label={label}
        hint="Markdown works; links and images of others are never loaded"
        limit={MESSAGE_MAX}
        rows={5}
      />
      <p className="text-sm text-ink-soft">{readers}</p>
      <div>
        <SubmitButton pendingText="Sending…">{submit}</SubmitButton>
      </div>
    </ActionForm>
  );
}
