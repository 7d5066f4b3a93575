import type { ReactNode } from "react";
import { ClockList } from "@/components/sla/clock-list";
import { type Definition, DefinitionList } from "@/components/ui/definition-list";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { citationWords } from "@/lib/non-issues/citation";
import { RESOLUTION_RULES } from "@/lib/reports/state";
import type { StaffReport } from "@/lib/reports/types";

/** The facts of a report as a definition list; what has forms of its own comes in slots. */
export function ReportSide({
  report,
  assignee,
  watchers,
  seenBy,
  handling,
  checklist,
  readers,
  adjust,
  credit,
}: {
  report: StaffReport;
  /** Who carries it, and the form to change that. */
  assignee: ReactNode;
  watchers: ReactNode;
  /** Who has had it open; null where the reader may not know. */
  seenBy: ReactNode;
  /** Severity, priority, weakness, versions, tags, references. */
  handling: ReactNode;
  checklist: ReactNode;
  /** Who of the staff reads it, and the form to name them. */
  readers: ReactNode;
  /** Forms that adjust clocks by hand. */
  adjust: ReactNode;
  credit: ReactNode;
}) {
  const items: Definition[] = [
    { term: "Carried by", description: assignee },
    { term: "Read by", description: readers },
    { term: "Followed by", description: watchers },
    ...(seenBy ? [{ term: "Seen by", description: seenBy }] : []),
    ...resolutionItems(report),
    ...(report.duplicateOf
      ? [
          {
            term: "Duplicate of",
            description: (
              <TextLink href={`/staff/reports/${report.duplicateOf}`} className="font-mono">
                {report.duplicateOf}
              </TextLink>
            ),
          },
        ]
      : []),
    { term: "Reporter", description: <span className="[overflow-wrap:anywhere]">{report.reporterHandle}</span> },
    {
      term: "Policy",
      description: (
        <>
          Pinned to{" "}
          <TextLink href={policyHref(report)}>
            {report.programName} version {report.policy.version}
          </TextLink>
          {report.policy.firstReadVersion === report.policy.version
            ? ", the version read first"
            : `; read first: version ${report.policy.firstReadVersion}`}
        </>
      ),
    },
    { term: "Rules", description: <Attested report={report} /> },
    { term: "Received", description: <When at={report.receivedAt} zone={report.zone} /> },
  ];
  return (
    <aside id="details" aria-label="Details" className="flex scroll-mt-4 flex-col gap-6">
      <SideSection id="clocks" title="Clocks">
        <ClockList clocks={report.clocks} />
        {adjust}
      </SideSection>
      <SideSection id="facts" title="Facts">
        <DefinitionList layout="stacked" size="compact" items={items} />
      </SideSection>
      <SideSection id="handling" title="Handling">
        {handling}
      </SideSection>
      <SideSection id="credit" title="Credit">
        {credit}
      </SideSection>
      <SideSection id="closing" title="Before it rests">
        {checklist}
      </SideSection>
    </aside>
  );
}

function SideSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`${id}-title`} id={id} className="scroll-mt-4 border-t border-line pt-3">
      <h2 id={`${id}-title`} className="mb-2 font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

function None({ children }: { children: string }) {
  return <span className="text-ink-faint">{children}</span>;
}

function resolutionItems({ resolution, resolutionClause }: StaffReport): Definition[] {
  if (resolution === null) return [];
  const clause = resolutionClause ? `, ${citationWords(resolutionClause)}` : "";
  return [{ term: "Resolution", description: `${RESOLUTION_RULES[resolution].label}${clause}` }];
}

function Attested({ report }: { report: StaffReport }) {
  if (report.attestations.length === 0) return <None>The policy asked for none</None>;
  const broken = report.attestations.filter(({ statement }) => statement === "differently");
  if (broken.length === 0) return <>All {report.attestations.length} followed, by their own word</>;
  return <>Something went differently; their words are in the report as sent</>;
}

function policyHref({ programSlug, policy }: StaffReport): string {
  return `/programs/${programSlug}/policy/v/${policy.version.replaceAll(".", "-")}`;
}
