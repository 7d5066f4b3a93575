import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";

/** Says that only privacy officers read this notice so far, and lets one of them open it to triage. */
export function SealedNotice<T>({ mayRelease, release }: { mayRelease: boolean; release: FormAction<T> }) {
  return (
    <Notice kind="warning" title="Sealed to privacy officers">
      <p className="mb-3">
        Triagers and coordinators find nothing at this address until you open it to them. The reporter is told.
      </p>
      {mayRelease ? (
        <ActionForm action={release} className="inline-flex">
          <SubmitButton variant="secondary" size="compact">
            Release to triage
          </SubmitButton>
        </ActionForm>
      ) : null}
    </Notice>
  );
}
