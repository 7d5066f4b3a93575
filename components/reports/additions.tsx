import { When } from "@/components/ui/when";
import type { AdditionView } from "@/lib/reports/types";
import { answer, ReportAsSent } from "./report-as-sent";

/** What was added after sending, oldest first, each with its time: versions of a report whose first one stays. */
export function Additions({ additions, zone }: { additions: readonly AdditionView[]; zone: string }) {
  if (additions.length === 0) return null;
  return (
    <ol className="flex flex-col gap-4">
      {additions.map(({ id, at, about, text, sections }, index) => (
        <li key={id} id={`a-${id}`} tabIndex={-1} className="scroll-mt-6 border-s-2 border-line-strong ps-4">
          <h3 className="font-semibold">
            Addition {index + 1}
            {about === null ? null : <> to “{about}”</>}
          </h3>
          <p className="mb-1 text-sm text-ink-soft">
            <When at={at} zone={zone} />
          </p>
          {text === null ? <ReportAsSent sections={sections} scope={`a-${id}`} /> : answer(text)}
        </li>
      ))}
    </ol>
  );
}
