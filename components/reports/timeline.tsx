import { When } from "@/components/ui/when";
import type { TimelineEntry } from "@/lib/reports/types";

/** What happened to a report, one line an event, oldest first. */
export function Timeline({ entries, zone }: { entries: readonly TimelineEntry[]; zone: string }) {
  return (
    <ol className="flex flex-col">
      {entries.map((entry, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: an append-only list, whose places never change
          key={index}
          className="relative ms-1.5 border-s border-line ps-5 pb-4 last:border-transparent last:pb-0 before:absolute before:-start-1 before:top-2 before:size-[7px] before:rounded-full before:border before:border-line-strong before:bg-paper"
        >
          <p>{entry.sentence}</p>
          <p className="text-xs text-ink-faint">
            {entry.by} · <When at={entry.at} zone={zone} />
          </p>
        </li>
      ))}
    </ol>
  );
}
