import { SubmitButton } from "@/components/forms/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";

/** The exits of a step, and whether what was typed is kept. */
export function StepButtons({
  savedAt,
  zone,
  reviewHref,
}: {
  savedAt: string | null;
  zone: string;
  /** The check page, once every step is done. */
  reviewHref: string | null;
}) {
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-6">
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton>Continue</SubmitButton>
        <SubmitButton variant="quiet" name="_intent" value="later" formNoValidate>
          Save and come back later
        </SubmitButton>
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft">
        {savedAt === null ? (
          <span>Nothing is saved yet · only you will see what you save</span>
        ) : (
          <span>
            Saved <When at={savedAt} zone={zone} /> · only you can see this
          </span>
        )}
        {reviewHref ? <TextLink href={reviewHref}>Review everything so far</TextLink> : null}
      </p>
    </div>
  );
}
