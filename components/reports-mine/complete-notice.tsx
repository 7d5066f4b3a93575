import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";

/** The way from an urgent notice to the full report, which is sent under the same reference. */
export function CompleteNotice({ action, keptDays }: { action: FormAction<undefined>; keptDays: number }) {
  return (
    <section aria-labelledby="complete" className="flex flex-col gap-3 rounded-lg border border-line-strong p-5">
      <h2 id="complete" className="text-xl font-semibold">
        The full report can follow
      </h2>
      <p className="max-w-measure">
        The notice is with us. How you came to see the data, and how to find it again, helps us to close it: the full
        report goes to the same reference. Its draft is kept for {keptDays} days.
      </p>
      <ActionForm action={action}>
        <SubmitButton variant="secondary">Complete the full report</SubmitButton>
      </ActionForm>
    </section>
  );
}
