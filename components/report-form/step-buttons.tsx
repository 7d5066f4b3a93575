import { SubmitButton } from "@/components/forms/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { SavedLine } from "./saved-line";

const LINK = "inline-flex min-h-6 items-center pointer-coarse:min-h-11";

/** The exits of a step, and whether what was typed is kept. */
export function StepButtons({
  savedAt,
  zone,
  autosaveUrl,
  unsaved = false,
  reviewHref,
  sendNowHref = null,
  later = true,
}: {
  savedAt: string | null;
  zone: string;
  /** Where the fields are saved while one writes; null where nothing may leave the browser readable. */
  autosaveUrl: string | null;
  /** What stands in the fields is not saved yet: it came back after sign-in. */
  unsaved?: boolean;
  /** The check page, once every step is done. */
  reviewHref: string | null;
  /** Where an urgent notice is sent at once, for whoever saw somebody's data. */
  sendNowHref?: string | null;
  /** Whether what stands on the page can be saved unfinished. */
  later?: boolean;
}) {
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-6">
      <div className="flex flex-col gap-2 sm:flex-row sm:items-center sm:gap-3">
        <SubmitButton>Continue</SubmitButton>
        {later ? (
          <SubmitButton variant="quiet" name="_intent" value="later" formNoValidate>
            Save and come back later
          </SubmitButton>
        ) : null}
      </div>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-soft">
        {autosaveUrl === null ? (
          <SavedBefore savedAt={savedAt} zone={zone} />
        ) : (
          <SavedLine url={autosaveUrl} zone={zone} savedAt={savedAt} unsaved={unsaved}>
            <SavedBefore savedAt={savedAt} zone={zone} />
          </SavedLine>
        )}
        {reviewHref ? (
          <TextLink href={reviewHref} className={LINK}>
            Review everything so far
          </TextLink>
        ) : null}
        {sendNowHref ? (
          <TextLink href={sendNowHref} className={LINK}>
            Send what I have now
          </TextLink>
        ) : null}
      </p>
    </div>
  );
}

function SavedBefore({ savedAt, zone }: { savedAt: string | null; zone: string }) {
  if (savedAt === null) return <span>Nothing is saved yet · only you will see what you save</span>;
  return (
    <span>
      Saved <When at={savedAt} zone={zone} /> · only you can see this
    </span>
  );
}
