import { SeverityMark } from "@/components/reports/severity-mark";
import { When } from "@/components/ui/when";
import type { Similar } from "@/lib/duplicates/types";

/** Reports that may be about the same thing, each with the reasons why, in words. */
export function CandidateList({ similar, base, shown }: { similar: Similar; base: string; shown: string | undefined }) {
  return (
    <ol className="border-t border-line">
      {similar.candidates.map((candidate) => (
        <li key={candidate.reference} className="flex flex-col gap-1 border-b border-line py-3">
          <h2 className="font-semibold">
            <a
              href={`${base}?with=${candidate.reference}#compared`}
              aria-current={shown === candidate.reference ? "true" : undefined}
              className="text-link [overflow-wrap:anywhere] hover:underline pointer-coarse:py-2"
            >
              {candidate.title}
            </a>
          </h2>
          {candidate.original || candidate.related ? (
            <p className="font-semibold">{candidate.original ? "The original of this report" : "Related"}</p>
          ) : null}
          {candidate.reasons.length > 0 ? <p>{candidate.reasons.join(" · ")}</p> : null}
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-soft">
            <code className="font-mono text-xs">{candidate.reference}</code>
            <SeverityMark severity={candidate.severity} />
            <span>{candidate.stateLabel}</span>
            <span>
              {candidate.earlier ? "Came first, " : "Came later, "}
              <When at={candidate.receivedAt} zone={similar.zone} />
            </span>
          </p>
        </li>
      ))}
    </ol>
  );
}
