import { Disclosure } from "@/components/ui/disclosure";
import { SummaryList } from "@/components/ui/summary-list";
import { TextLink } from "@/components/ui/text-link";
import { showInvisible } from "@/lib/policy/invisible";
import type { Step } from "@/lib/reports/form/answers";
import type { SummarySection, SummaryValue } from "@/lib/reports/form/summary";
import { helpfulBlanks } from "@/lib/reports/form/summary";

/** So many blanks are asked for at a glance; the others wait behind one press. */
const ASKED_FIRST = 4;

/**
 * The answers in their nine sections, each with its way back to the question. What was left blank stands in one row a
 * section: a short report is checked at a glance, and no sixty links lie before the button that sends it.
 */
export function CheckSections({ sections, draftId }: { sections: readonly SummarySection[]; draftId: string }) {
  const change = (step: Step, key: string) => `/report/${draftId}/${step}?return=check#${key}`;
  const blanks = helpfulBlanks(sections);
  const others = blanks.slice(ASKED_FIRST);
  return (
    <>
      {blanks.length > 0 ? (
        <section aria-labelledby="would-help">
          <h2 id="would-help" className="text-xl font-semibold">
            Would help us most
          </h2>
          <p className="mt-1 text-ink-soft">None of it is required; each saves one question back to you.</p>
          <Blanks blanks={blanks.slice(0, ASKED_FIRST)} change={change} />
          {others.length > 0 ? (
            <Disclosure summary={others.length === 1 ? "One more" : `${others.length} more`}>
              <Blanks blanks={others} change={change} />
            </Disclosure>
          ) : null}
        </section>
      ) : null}
      {sections.map(({ step, title, rows }) => (
        <section key={step} aria-labelledby={`section-${step}`}>
          <h2 id={`section-${step}`} className="mb-2 text-xl font-semibold">
            {title}
          </h2>
          <SummaryList
            rows={[
              ...rows.flatMap(({ key, label, value }) =>
                value.kind === "blank"
                  ? []
                  : [
                      {
                        label,
                        value: <ShownAnswer value={value} />,
                        changeHref: change(step, key),
                        changeName: label,
                      },
                    ],
              ),
              ...notProvided(rows).map(({ key, labels }) => ({
                label: "Not provided",
                value: <span className="text-ink-soft">{labels.join(" · ")}</span>,
                changeHref: change(step, key),
                changeName: `what is not provided in ${title}`,
              })),
            ]}
          />
        </section>
      ))}
    </>
  );
}

/** The questions of a section that stayed blank, and the first of them; nothing when there is none. */
function notProvided(rows: SummarySection["rows"]): { key: string; labels: string[] }[] {
  const [first, ...others] = rows.filter(({ value }) => value.kind === "blank");
  return first ? [{ key: first.key, labels: [first, ...others].map(({ label }) => label) }] : [];
}

function Blanks({
  blanks,
  change,
}: {
  blanks: ReturnType<typeof helpfulBlanks>;
  change: (step: Step, key: string) => string;
}) {
  return (
    <ul className="mt-2 flex flex-col gap-1">
      {blanks.map(({ step, key, label }) => (
        <li key={key} className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4">
          <span>{label}</span>
          <TextLink href={change(step, key)} className="inline-flex min-h-6 items-center pointer-coarse:min-h-11">
            Change<span className="sr-only"> {label}</span>
          </TextLink>
        </li>
      ))}
    </ul>
  );
}

/** An answer as it was typed: nothing in it is markup here. */
export function ShownAnswer({ value }: { value: Exclude<SummaryValue, { kind: "blank" }> }) {
  switch (value.kind) {
    case "withheld":
      return <span className="italic text-ink-soft">Withheld</span>;
    case "text":
    case "markdown":
      return <span className="wrap-anywhere">{showInvisible(value.text)}</span>;
    case "raw":
      return (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-80 overflow-auto rounded-md bg-sunken p-3 font-mono text-sm"
        >
          {showInvisible(value.text)}
        </pre>
      );
    case "list":
    case "addresses":
      return (
        <ul className="flex flex-col gap-0.5">
          {value.items.map((item) => (
            <li key={item} className="wrap-anywhere">
              {showInvisible(item)}
            </li>
          ))}
        </ul>
      );
  }
}
