import { Disclosure } from "@/components/ui/disclosure";
import { Tag, type TagTone } from "@/components/ui/tag";
import { type ClauseComparison, isUnchanged } from "@/lib/policy/compare/diff";
import { countWords, type Folded, foldUnchanged } from "@/lib/policy/compare/words";

/** Two versions clause by clause: what came and went, the rest folded. Reads the same by eye and by ear. */
export function PolicyDiff({ comparisons }: { comparisons: readonly ClauseComparison[] }) {
  if (isUnchanged(comparisons)) {
    return <p className="max-w-measure text-lg">No text changes: the two versions say the same in every clause.</p>;
  }
  return (
    <div className="flex max-w-measure flex-col gap-8">
      {grouped(comparisons).map((group) => {
        const [first] = group;
        if (!first) return null;
        return first.change === "same" ? (
          <Unchanged key={first.key} group={group} />
        ) : (
          <Changed key={first.key} comparison={first} />
        );
      })}
    </div>
  );
}

/** Each change by itself, and unchanged neighbours together. */
function grouped(comparisons: readonly ClauseComparison[]): ClauseComparison[][] {
  const groups: ClauseComparison[][] = [];
  for (const comparison of comparisons) {
    const last = groups.at(-1);
    if (comparison.change === "same" && last?.[0]?.change === "same") last.push(comparison);
    else groups.push([comparison]);
  }
  return groups;
}

const MARKS: Record<Exclude<ClauseComparison["change"], "same">, { word: string; tone: TagTone }> = {
  added: { word: "Added", tone: "met" },
  removed: { word: "Removed", tone: "breach" },
  changed: { word: "Changed", tone: "soon" },
};

function Changed({ comparison }: { comparison: ClauseComparison }) {
  const { key, typed, words, change } = comparison;
  if (change === "same") return null;
  const id = `clause-${key}`;
  const mark = MARKS[change];
  const moved = words.some(({ kind }) => kind !== "same");
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 id={id} className="scroll-mt-6 font-heading text-xl font-semibold">
          {nameOf(comparison)}
        </h2>
        <Tag tone={mark.tone}>{mark.word}</Tag>
      </div>
      {typed.length > 0 ? (
        <ul className="flex list-disc flex-col gap-1 ps-5">
          {typed.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      ) : null}
      {moved ? (
        <div className="border-s-2 border-line ps-4 font-serif whitespace-pre-line">
          {foldUnchanged(words).map((run, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity but their place
            <Run key={index} run={run} />
          ))}
        </div>
      ) : (
        <p className="text-ink-soft">The text of this part did not change.</p>
      )}
    </section>
  );
}

function Run({ run }: { run: Folded }) {
  switch (run.kind) {
    case "same":
      return <span>{run.text}</span>;
    case "added":
      return (
        <ins className="bg-met-bg text-met underline decoration-2 underline-offset-2">
          <span className="sr-only">[added] </span>
          {run.text}
        </ins>
      );
    case "removed":
      return (
        <del className="bg-breach-bg text-breach line-through">
          <span className="sr-only">[removed] </span>
          {run.text}
        </del>
      );
    case "folded":
      return (
        <div className="my-1 font-sans">
          <Disclosure size="compact" summary={`${run.words} unchanged words`}>
            <div className="whitespace-pre-line">{run.text.trim()}</div>
          </Disclosure>
        </div>
      );
  }
}

function Unchanged({ group }: { group: readonly ClauseComparison[] }) {
  const words = group.reduce(
    (sum, { words: runs }) => sum + runs.reduce((all, { text }) => all + countWords(text), 0),
    0,
  );
  const parts = group.length === 1 ? "1 unchanged part" : `${group.length} unchanged parts`;
  return (
    <Disclosure size="compact" summary={words === 0 ? parts : `${parts}, ${words} words`}>
      <div className="flex flex-col gap-4">
        {group.map((comparison) => (
          <div key={comparison.key}>
            <p className="font-semibold">{nameOf(comparison)}</p>
            <div className="whitespace-pre-line">{comparison.words.map(({ text }) => text).join("")}</div>
          </div>
        ))}
      </div>
    </Disclosure>
  );
}

function nameOf({ key, numbered, heading }: ClauseComparison): string {
  return numbered ? `${key} ${heading}` : heading;
}
