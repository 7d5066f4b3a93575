import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";

/** Begins another report about the same product. */
export function SendAnother({ action }: { action: FormAction<undefined> }) {
  return (
    <ActionForm action={action} className="flex flex-col items-start gap-2">
      <SubmitButton variant="secondary" size="compact">
        Send another about the same product
      </SubmitButton>
      <p className="text-sm text-ink-soft">Your contact, the product and your credit are taken over, nothing else.</p>
    </ActionForm>
  );
}
