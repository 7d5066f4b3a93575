import { SummaryList } from "@/components/ui/summary-list";
import { TextLink } from "@/components/ui/text-link";
import type { Step } from "@/lib/reports/form/answers";
import type { SummarySection, SummaryValue } from "@/lib/reports/form/summary";
import { helpfulBlanks } from "@/lib/reports/form/summary";

/** The answers in their nine sections, each row with its way back to the question. */
export function CheckSections({ sections, draftId }: { sections: readonly SummarySection[]; draftId: string }) {
  const change = (step: Step, key: string) => `/report/${draftId}/${step}?return=check#${key}`;
  const blanks = helpfulBlanks(sections);
  return (
    <>
      {blanks.length > 0 ? (
        <section aria-labelledby="would-help">
          <h2 id="would-help" className="text-xl font-semibold">
            Would help us most
          </h2>
          <ul className="mt-2 flex flex-col gap-1">
            {blanks.map(({ step, key, label }) => (
              <li key={key} className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span>{label}</span>
                <TextLink href={change(step, key)}>
                  Change<span className="sr-only"> {label}</span>
                </TextLink>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {sections.map(({ step, title, rows }) => (
        <section key={step} aria-labelledby={`section-${step}`}>
          <h2 id={`section-${step}`} className="mb-2 text-xl font-semibold">
            {title}
          </h2>
          <SummaryList
            rows={rows.map(({ key, label, value }) => ({
              label,
              value: value.kind === "blank" ? undefined : <ShownAnswer value={value} />,
              changeHref: change(step, key),
              changeName: label,
            }))}
          />
        </section>
      ))}
    </>
  );
}

/** An answer as it was typed: nothing in it is markup here. */
export function ShownAnswer({ value }: { value: Exclude<SummaryValue, { kind: "blank" }> }) {
  switch (value.kind) {
    case "withheld":
      return <span className="italic text-ink-soft">Withheld</span>;
    case "text":
    case "markdown":
      return <span className="wrap-anywhere">{value.text}</span>;
    case "raw":
      return (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-sm"
        >
          {value.text}
        </pre>
      );
    case "list":
    case "addresses":
      return (
        <ul className="flex flex-col gap-0.5">
          {value.items.map((item) => (
            <li key={item} className="wrap-anywhere">
              {item}
            </li>
          ))}
        </ul>
      );
  }
}
