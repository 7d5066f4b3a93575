import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import { When } from "@/components/ui/when";

type Action = FormAction<undefined>;

/** What became of the last press, and the way back. */
export function InboxNews({
  reference,
  done,
  aside,
  back,
}: {
  reference: string | null;
  done: Action | null;
  aside: { until: string; wake: Action } | null;
  back: boolean;
}) {
  if (reference === null) return null;
  const undo = done ?? aside?.wake;
  if (!undo) return back ? <Notice kind="success" live="status" title={`${reference} waits for you again`} /> : null;
  return (
    <Notice kind="success" live="status" title={done ? `${reference} is done` : `${reference} is put aside`}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {aside && !done ? (
          <p>
            It comes back <When at={aside.until} zone="UTC" />, or when something happens.
          </p>
        ) : null}
        <ActionForm action={undo} className="inline-flex">
          <SubmitButton variant="secondary" size="compact">
            Undo
          </SubmitButton>
        </ActionForm>
      </div>
    </Notice>
  );
}
