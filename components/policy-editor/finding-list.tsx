import { CircleAlert, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { fieldId } from "@/components/ui/field-ids";
import { Tag, type TagTone } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import type { JudgedFinding } from "@/lib/policy/drafts/judgement";
import { editPath } from "@/lib/policy/edit/paths";
import { cureOf } from "@/lib/policy/edit/pointers";
import type { Finding, LintSubject, Severity } from "@/lib/policy/lint/types";

const LOOKS: Record<Severity, { word: string; tone: TagTone; icon: LucideIcon }> = {
  error: { word: "Error", tone: "breach", icon: CircleAlert },
  warning: { word: "Warning", tone: "soon", icon: TriangleAlert },
  note: { word: "Note", tone: "pause", icon: Info },
};

/** Findings with their rule, severity, place and what to do about each. */
export function FindingList({
  publicId,
  draft,
  findings,
  here,
  more,
}: {
  publicId: string;
  draft: LintSubject;
  findings: readonly JudgedFinding[];
  /** The section that is open: its findings name no place. */
  here?: string | undefined;
  /** Below a finding: the reason for letting it stand. */
  more?: ((finding: JudgedFinding) => ReactNode) | undefined;
}) {
  return (
    <ul className="flex flex-col gap-4">
      {findings.map((finding) => {
        const look = LOOKS[finding.severity];
        return (
          <li key={finding.key} className="flex flex-col gap-1 border-s-2 border-line ps-3">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <Tag tone={look.tone} icon={look.icon} fill={finding.severity !== "note"}>
                {look.word}
              </Tag>
              <code className="font-mono text-xs text-ink-soft">{finding.rule}</code>
            </p>
            <p className="min-w-0 break-words">{finding.message}</p>
            <p className="text-ink-soft">{finding.advice}</p>
            <Place publicId={publicId} draft={draft} finding={finding} here={here} />
            {finding.reason ? <p className="text-ink-soft">May stay, because: {finding.reason}</p> : null}
            {more?.(finding)}
          </li>
        );
      })}
    </ul>
  );
}

function Place({
  publicId,
  draft,
  finding,
  here,
}: {
  publicId: string;
  draft: LintSubject;
  finding: Finding;
  here: string | undefined;
}) {
  const cure = cureOf(draft, finding);
  if (!cure || (cure.section === here && cure.name === null)) return null;
  const field = cure.name === null ? undefined : fieldId(cure.name);
  const text =
    cure.section === here
      ? "Go to the field"
      : finding.clause
        ? `Edit clause ${finding.clause}`
        : "Edit the part it is about";
  return (
    <p>
      <TextLink href={cure.section === here && field ? `#${field}` : editPath(publicId, cure.section, field)}>
        {text}
      </TextLink>
    </p>
  );
}
