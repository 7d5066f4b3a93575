import { SubmitButton } from "@/components/forms/submit-button";
import { Prose } from "@/components/policy/prose";

export type Preview = "offered" | "shown";

/** Saves what is typed as it is and shows it as the team will read it, with the renderer of the report's own page. */
export function MarkdownPreview({ preview, text }: { preview: Preview; text: string }) {
  return (
    <div id="preview" className="mt-3 flex scroll-mt-40 flex-col items-start gap-3">
      <SubmitButton variant="secondary" size="compact" name="_intent" value="preview" formNoValidate>
        Preview the description
      </SubmitButton>
      {preview === "shown" ? (
        <section aria-label="Preview of the description" className="w-full border-s-2 border-line-strong ps-4">
          <p role="status" className="mb-2 text-sm text-ink-soft">
            {text.trim() === "" ? "There is nothing to preview yet" : "This is how the team will read it"}
          </p>
          <Prose text={text} preset="report" />
        </section>
      ) : null}
    </div>
  );
}
