import type { ReactNode } from "react";
import { Tag, type TagTone } from "@/components/ui/tag";
import type { JudgedFinding } from "@/lib/policy/drafts/judgement";
import type { Finding, Severity } from "@/lib/policy/lint/types";

const TONES: Record<Severity, TagTone> = { error: "breach", warning: "soon", note: "neutral" };
const WORDS: Record<Severity, string> = { error: "Error", warning: "Warning", note: "Note" };

/** What the linter found, the gravest first. `reasonFor` makes the form in which a warning is given its reason. */
export function FindingsList({
  findings,
  reasonFor,
}: {
  findings: readonly (Finding | JudgedFinding)[];
  reasonFor?: ((finding: JudgedFinding) => ReactNode) | undefined;
}) {
  if (findings.length === 0) return <p className="text-ink-soft">The linter has nothing to say against it.</p>;
  return (
    <ul className="flex max-w-measure flex-col border-t border-line">
      {findings.map((finding) => (
        <li key={`${finding.rule} ${finding.clause} ${finding.message}`} className="border-b border-line py-3">
          <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
            <Tag tone={TONES[finding.severity]}>{WORDS[finding.severity]}</Tag>
            {finding.clause ? <span className="font-semibold">Clause {finding.clause}</span> : null}
            <span className="text-ink-soft">{finding.rule}</span>
          </p>
          <p className="mt-1">{finding.message}</p>
          <p className="text-ink-soft">{finding.advice}</p>
          {"reason" in finding && finding.reason ? (
            <p className="mt-1">
              <span className="font-semibold">Why it may stay:</span> {finding.reason}
            </p>
          ) : null}
          {"key" in finding && finding.severity === "warning" && reasonFor ? (
            <div className="mt-2">{reasonFor(finding)}</div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
