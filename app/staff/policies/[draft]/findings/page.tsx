import type { Metadata } from "next";
import { EditFrame } from "@/components/policy-editor/edit-frame";
import { FindingList } from "@/components/policy-editor/finding-list";
import { ReasonForm } from "@/components/policy-editor/reason-form";
import { EmptyState } from "@/components/ui/empty-state";
import type { JudgedFinding } from "@/lib/policy/drafts/judgement";
import { findingsPath } from "@/lib/policy/edit/paths";
import type { Severity } from "@/lib/policy/lint/types";
import { draftPage } from "../draft-page";
import { giveReasonForm } from "../edit/actions";

type Props = { params: Promise<{ draft: string }> };

const GROUPS: { severity: Severity; title: string; lead: string }[] = [
  { severity: "error", title: "Errors", lead: "Each of them keeps the policy from being published." },
  {
    severity: "warning",
    title: "Warnings",
    lead: "Correct it, or write why it may stay: publishing asks for one of the two.",
  },
  { severity: "note", title: "Notes", lead: "Worth knowing; nothing has to be done." },
];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { draft } = await params;
  const { view } = await draftPage(draft, findingsPath(draft));
  return { title: `Findings – ${view.document.title ?? "a policy"}` };
}

export default async function FindingsPage({ params }: Props) {
  const { draft } = await params;
  const { view, verdict } = await draftPage(draft, findingsPath(draft));
  const give = giveReasonForm.bind(null, view.publicId);
  const reasonOf = (finding: JudgedFinding) =>
    view.editable && !view.signed && finding.severity === "warning" ? (
      <ReasonForm
        findingKey={finding.key}
        place={verdict.findings.indexOf(finding)}
        reason={finding.reason}
        give={give}
      />
    ) : null;
  return (
    <EditFrame view={view} verdict={verdict} place="findings" title="Findings">
      {verdict.findings.length === 0 ? (
        <EmptyState title="The linter has nothing to say about this draft.">
          Nothing in it keeps it from being reviewed and signed.
        </EmptyState>
      ) : null}
      {GROUPS.map(({ severity, title, lead }) => {
        const findings = verdict.findings.filter((finding) => finding.severity === severity);
        if (findings.length === 0) return null;
        return (
          <section key={severity} aria-labelledby={severity} className="flex max-w-measure flex-col gap-3">
            <h2 id={severity} className="text-base font-semibold">
              {title} <span className="font-normal text-ink-soft tabular-nums">{findings.length}</span>
            </h2>
            <p className="text-ink-soft">{lead}</p>
            <FindingList publicId={view.publicId} draft={view.document} findings={findings} more={reasonOf} />
          </section>
        );
      })}
    </EditFrame>
  );
}
