import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Disclosure } from "@/components/ui/disclosure";
import type { DraftCard } from "@/lib/reports/drafts/types";

/** Asks before it deletes; works without scripts. */
export function DeleteDraft({ draft, action }: { draft: DraftCard; action: FormAction<undefined> }) {
  const name = draft.title ?? `the draft to ${draft.programName}`;
  return (
    <Disclosure
      size="compact"
      summary={
        <>
          Delete<span className="sr-only"> {name}</span>
        </>
      }
    >
      <ActionForm action={action} className="flex flex-col items-start gap-2 pb-1">
        <p>This deletes what you wrote for good. Nobody else has a copy.</p>
        <SubmitButton variant="danger" size="compact" pendingText="Deleting…">
          Delete this draft
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  );
}
