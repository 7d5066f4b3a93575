import type { Severity } from "@/lib/reports/types";

const MARKS: Record<Severity, { word: string; icon: string; tone: string }> = {
  none: { word: "None", icon: "#icon-bars-0", tone: "text-ink-soft" },
  low: { word: "Low", icon: "#icon-bars-1", tone: "text-ink-soft" },
  medium: { word: "Medium", icon: "#icon-bars-2", tone: "text-ink" },
  high: { word: "High", icon: "#icon-bars-3", tone: "text-soon" },
  critical: { word: "Critical", icon: "#icon-bars-4", tone: "text-breach font-semibold" },
};

export function severityWord(severity: Severity): string {
  return MARKS[severity].word;
}

/** Severity as a word and a bar of four. Needs an IconSprite on the page. */
export function SeverityMark({ severity }: { severity: Severity | null }) {
  if (severity === null) return <span className="whitespace-nowrap text-ink-faint">Not rated</span>;
  const { word, icon, tone } = MARKS[severity];
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${tone}`}>
      <svg aria-hidden="true" className="h-3 w-7 shrink-0">
        <use href={icon} />
      </svg>
      {word}
    </span>
  );
}
