import { SubmitButton } from "@/components/forms/submit-button";
import { Prose } from "@/components/policy/prose";
import { TakeFocus } from "./take-focus";

/**
 * Saves what is typed as it is and shows it as the team will read it, with the renderer of the report's own page.
 * `shown`: a mark of the preview that was asked for, or null.
 */
export function MarkdownPreview({ shown, text }: { shown: string | null; text: string }) {
  return (
    <div className="mt-3 flex flex-col items-start gap-3">
      <SubmitButton variant="secondary" size="compact" name="_intent" value="preview" formNoValidate>
        Preview the description
      </SubmitButton>
      {shown === null ? null : (
        <TakeFocus label="Preview of the description" mark={shown}>
          <p className="mb-2 text-sm text-ink-soft">
            {text.trim() === "" ? "There is nothing to preview yet" : "This is how the team will read it"}
          </p>
          <Prose text={text} preset="report" />
        </TakeFocus>
      )}
    </div>
  );
}
