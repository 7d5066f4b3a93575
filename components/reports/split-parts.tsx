import type { ProposedSplit } from "@/lib/reports/split-views";

/** What a split would make, part by part. */
export function SplitParts({ parts }: { parts: ProposedSplit["parts"] }) {
  return (
    <ol className="flex list-decimal flex-col gap-3 ps-6">
      {parts.map(({ title, copied, details }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a proposal never changes
        <li key={index}>
          <p className="font-semibold [overflow-wrap:anywhere]">{title}</p>
          {copied.length > 0 ? <p className="text-ink-soft">Takes a copy of: {copied.join("; ")}</p> : null}
          {details === "" ? null : (
            <p className="max-w-measure whitespace-pre-line [overflow-wrap:anywhere]">{details}</p>
          )}
        </li>
      ))}
    </ol>
  );
}
