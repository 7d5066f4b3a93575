import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import type { TimelineEntry } from "@/lib/reports/types";

/** What happened to a report, one line an event, oldest first. `base`: where this reader finds other reports. */
export function Timeline({
  entries,
  zone,
  base,
  earlierHref,
}: {
  entries: readonly TimelineEntry[];
  zone: string;
  base: string;
  /** Where all of it stands; undefined when this is all. */
  earlierHref?: string | undefined;
}) {
  return (
    <div className="flex flex-col gap-4">
      {earlierHref ? (
        <p>
          <TextLink href={earlierHref}>Show what happened before</TextLink>
        </p>
      ) : null}
      <ol className="flex flex-col">
        {entries.map((entry, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: an append-only list, whose places never change
            key={index}
            className="relative ms-1.5 border-s border-line ps-5 pb-4 last:border-transparent last:pb-0 before:absolute before:-start-1 before:top-2 before:size-[7px] before:rounded-full before:border before:border-line-strong before:bg-paper"
          >
            <p>
              <Linked sentence={entry.sentence} reports={entry.reports ?? []} base={base} />
            </p>
            <p className="text-xs text-ink-faint">
              {entry.by} · <When at={entry.at} zone={zone} />
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A sentence in which each reference of another report leads to it. */
function Linked({ sentence, reports, base }: { sentence: string; reports: readonly string[]; base: string }) {
  const [first, ...rest] = reports;
  if (first === undefined) return sentence;
  const at = sentence.indexOf(first);
  if (at < 0) return sentence;
  return (
    <>
      {sentence.slice(0, at)}
      <TextLink href={`${base}/${first}`}>{first}</TextLink>
      <Linked sentence={sentence.slice(at + first.length)} reports={rest} base={base} />
    </>
  );
}
