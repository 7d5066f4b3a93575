import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { TextAreaField } from "@/components/forms/fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { fieldName } from "@/components/reports/field-names";
import { TextLink } from "@/components/ui/text-link";
import { MESSAGE_MAX } from "@/lib/reports/moves";
import { HOLD_MS } from "@/lib/threads/hold";
import { ConfirmSecret } from "./confirm-secret";
import { RefreshWhenOut } from "./refresh-when-out";

export const EDIT_SCOPE = "edit";
export const WITHHOLD_MESSAGE_SCOPE = "withhold-message";

type Action = FormAction<undefined>;

/** Beneath a message that is not out yet: taking it back, and not waiting. */
export function HeldForms({ undo, letGo, goesInMs }: { undo: Action; letGo: Action; goesInMs: number }) {
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <p role="status">Goes out {HOLD_MS / 1000} seconds after Send. Nobody else reads it yet.</p>
      <ActionForm action={undo} className="inline-flex">
        <SubmitButton variant="secondary" size="compact">
          Undo
        </SubmitButton>
      </ActionForm>
      <ActionForm action={letGo} className="inline-flex">
        <SubmitButton variant="quiet" size="compact">
          Send now
        </SubmitButton>
      </ActionForm>
      <RefreshWhenOut inMs={goesInMs} />
    </div>
  );
}

export function EditForm({
  action,
  text,
  cancelHref,
  title,
}: {
  action: Action;
  text: string;
  cancelHref: string;
  title: string;
}) {
  return (
    <ActionForm action={action} titleIfWrong={title} className="mt-2 flex flex-col gap-3">
      <TextAreaField
        name={fieldName(EDIT_SCOPE, "text")}
        label="Change your message"
        hint="What it said before stays readable for both sides"
        defaultValue={text}
        rows={6}
        limit={MESSAGE_MAX}
      />
      <ConfirmSecret scope={EDIT_SCOPE} />
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton size="compact" pendingText="Saving…">
          Save the change
        </SubmitButton>
        <TextLink href={cancelHref}>Leave it as it is</TextLink>
      </div>
    </ActionForm>
  );
}

export function WithholdMessageForm({
  action,
  cancelHref,
  title,
}: {
  action: Action;
  cancelHref: string;
  title: string;
}) {
  return (
    <ActionForm action={action} titleIfWrong={title} className="mt-2 flex flex-col gap-3 border-s-2 border-breach ps-4">
      <p className="max-w-measure text-sm">
        The text of this message, all it said before, and its files are removed for good. Nobody can bring them back.
        That there was a message, and why it is gone, stays.
      </p>
      <TextAreaField
        name={fieldName(WITHHOLD_MESSAGE_SCOPE, "reason")}
        label="Why, in words that both sides read"
        hint="Without repeating what is removed"
        rows={2}
      />
      <div className="flex flex-wrap items-center gap-4">
        <SubmitButton variant="danger" size="compact">
          Withhold it for good
        </SubmitButton>
        <TextLink href={cancelHref}>Leave it as it is</TextLink>
      </div>
    </ActionForm>
  );
}
