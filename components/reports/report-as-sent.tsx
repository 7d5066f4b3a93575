import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { showInvisible } from "@/lib/policy/invisible";
import { renderMarkdown } from "@/lib/policy/markdown";
import type { SummarySection, SummaryValue } from "@/lib/reports/form/summary";

/** Every answer exactly as it was sent, and in one line a section what was left blank. */
export function ReportAsSent({
  sections,
  scope = "sent",
}: {
  sections: readonly SummarySection[];
  /** Keeps ids apart where a page shows several versions. */
  scope?: string;
}) {
  return (
    <div className="flex flex-col gap-8">
      {sections.map((section) => {
        const blank = section.rows.filter(({ value }) => value.kind === "blank").map(({ label }) => label);
        return (
          <section key={section.step} aria-labelledby={`${scope}-${section.step}`}>
            <h3 id={`${scope}-${section.step}`} className="border-b border-line-strong pb-1 font-semibold">
              {section.title}
            </h3>
            <dl>
              {section.rows.map((row) =>
                row.value.kind === "blank" ? null : (
                  <div
                    key={row.key}
                    className="grid gap-x-6 gap-y-0.5 border-b border-line py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2.4fr)]"
                  >
                    <dt className="text-ink-soft">{row.label}</dt>
                    <dd className="min-w-0 max-w-measure">{answer(row.value)}</dd>
                  </div>
                ),
              )}
            </dl>
            {blank.length > 0 ? <p className="py-2 text-ink-faint">Not provided: {blank.join(" · ")}</p> : null}
          </section>
        );
      })}
    </div>
  );
}

/** An answer as it reads on the page of a report; a character that hides or turns text around is shown by its number. */
export function answer(value: Exclude<SummaryValue, { kind: "blank" }>): ReactNode {
  switch (value.kind) {
    case "withheld":
      return <span className="italic text-ink-soft">Withheld</span>;
    case "text":
      return <span className="whitespace-pre-line">{showInvisible(value.text)}</span>;
    case "raw":
      return <ExactText text={value.text} />;
    case "markdown":
      return (
        <div
          className="reading text-base"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the renderer of lib/policy/markdown.ts
          dangerouslySetInnerHTML={{ __html: renderMarkdown(value.text, "report") }}
        />
      );
    case "list":
      return lines(value.items, "");
    case "addresses":
      return lines(value.items, "font-mono text-sm break-all");
  }
}

/** An address of a reporter is shown as text: nobody follows it by a slip of the mouse. */
function lines(items: readonly string[], look: string) {
  return (
    <ul className={look}>
      {items.map((item) => (
        <li key={item}>{showInvisible(item)}</li>
      ))}
    </ul>
  );
}

/** Code: what is copied is what was sent, byte for byte, whatever had to be shown by its number. */
function ExactText({ text }: { text: string }) {
  return (
    <div className="flex flex-col items-start gap-2">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        className="max-h-128 w-full overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-sm whitespace-pre-wrap"
      >
        {showInvisible(text)}
      </pre>
      <CopyButton text={text} label="Copy as sent" />
    </div>
  );
}
