import { answer } from "@/components/reports/report-as-sent";
import type { ComparedRow, ComparedSection } from "@/lib/duplicates/compare";
import type { WordRun } from "@/lib/policy/compare/words";

export type ComparedSide = { reference: string; title: string };

/** Two reports as they were sent, question by question; beneath each other on a phone, each side with its reference. */
export function Comparison({
  sides,
  sections,
}: {
  sides: readonly [ComparedSide, ComparedSide];
  sections: readonly ComparedSection[];
}) {
  return (
    <div>
      <div className="sticky top-0 z-10 grid gap-x-6 border-b border-line-strong bg-paper py-2 md:grid-cols-2">
        {sides.map((side) => (
          <p key={side.reference} className="min-w-0">
            <a href={`/staff/reports/${side.reference}`} className="font-semibold text-link hover:underline">
              <span className="[overflow-wrap:anywhere]">{side.title}</span>
            </a>{" "}
            <code className="font-mono text-xs whitespace-nowrap text-ink-soft">{side.reference}</code>
          </p>
        ))}
      </div>
      {sections.map((section) => (
        <section key={section.step} aria-labelledby={`compared-${section.step}`} className="mt-6">
          <h3 id={`compared-${section.step}`} className="border-b border-line-strong pb-1 font-semibold">
            {section.title}
          </h3>
          {section.rows.map((row) => (
            <Row key={row.key} row={row} sides={sides} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Row({ row, sides }: { row: ComparedRow; sides: readonly [ComparedSide, ComparedSide] }) {
  const [mine] = row.values;
  return (
    <div className="border-b border-line py-2">
      <h4 className="text-ink-soft">
        {row.label}
        {row.same ? <span className="ms-2 text-sm font-semibold text-ink">Same in both</span> : null}
      </h4>
      {row.same && mine.kind !== "blank" ? (
        <div className="min-w-0 max-w-measure">{answer(mine)}</div>
      ) : (
        <div className="grid gap-x-6 gap-y-2 md:grid-cols-2">
          {row.values.map((value, index) => (
            <div key={sides[index]?.reference} className="min-w-0">
              <p className="font-mono text-xs text-ink-soft md:sr-only">{sides[index]?.reference}</p>
              {value.kind === "blank" ? (
                <span className="text-ink-faint">Not answered</span>
              ) : row.words ? (
                <Words words={row.words} without={index === 0 ? "added" : "removed"} />
              ) : (
                answer(value)
              )}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** A side's text with the words marked that the other side does not have. */
function Words({ words, without }: { words: readonly WordRun[]; without: "added" | "removed" }) {
  return (
    <p className="max-w-measure whitespace-pre-line [overflow-wrap:anywhere]">
      {words
        .filter(({ kind }) => kind !== without)
        .map(({ kind, text }, index) =>
          kind === "same" ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text's words never change their places
            <mark key={index} className="bg-soon-bg text-ink underline decoration-soon decoration-2 underline-offset-4">
              {text}
            </mark>
          ),
        )}
    </p>
  );
}
