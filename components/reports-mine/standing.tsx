import { ButtonLink } from "@/components/ui/button";
import { DefinitionList } from "@/components/ui/definition-list";
import { Tag } from "@/components/ui/tag";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { policyVersionPath } from "@/lib/policy/paths";
import type { ReporterReport } from "@/lib/reports/types";
import { NextUpdate } from "./next-update";
import { standingSentences, WAITING_WORDS } from "./status-words";

/** How the report stands: one status, whose turn it is, and by when the next thing happens. */
export function Standing({ report }: { report: ReporterReport }) {
  const { now, next } = standingSentences(report);
  return (
    <section aria-labelledby="standing" className="rounded-lg border border-line-strong bg-surface p-4 sm:p-6">
      <h2 id="standing" className="sr-only">
        How it stands
      </h2>
      <p className="mb-3">
        <Tag tone={report.waitingOn === "you" ? "soon" : "neutral"} fill>
          {report.status}
        </Tag>
      </p>
      <p className="text-lg">
        <span className="font-semibold">{now}</span>
        {next ? ` ${next}` : null}
      </p>
      {report.state === "needs_info" ? (
        <p className="mt-4">
          <ButtonLink href="#reply">Write your answer</ButtonLink>
        </p>
      ) : null}
      {report.resolutionClause ? (
        <p className="mt-2">
          The decision rests on{" "}
          <TextLink href={`${policyVersionPath(report.programSlug, report.policy.version)}#${report.resolutionClause}`}>
            clause {report.resolutionClause} of the policy
          </TextLink>
          .
        </p>
      ) : null}
      {report.resolutionEntry ? (
        <div className="mt-3 border-s-2 border-line-strong ps-4">
          <p>
            The decision rests on entry {report.resolutionEntry.key} of what this program has decided not to be a
            vulnerability: <span className="font-semibold">{report.resolutionEntry.title}</span>
          </p>
          <p className="mt-1 max-w-measure whitespace-pre-line text-ink-soft [overflow-wrap:anywhere]">
            {report.resolutionEntry.body}
          </p>
        </div>
      ) : null}
      <div className="mt-4 border-t border-line pt-4">
        <DefinitionList
          items={[
            { term: "Whose turn", description: WAITING_WORDS[report.waitingOn] },
            ...(report.waitingOn === "nobody"
              ? []
              : [
                  {
                    term: "Next update",
                    description: <NextUpdate next={report.nextUpdateBy} zone={report.zone} now={report.now} />,
                  },
                ]),
            ...(report.original
              ? [
                  {
                    term: "The earlier report",
                    description: (
                      <>
                        {report.original.status}, since{" "}
                        <When at={report.original.since} zone={report.zone} style="date" />
                      </>
                    ),
                  },
                ]
              : []),
            { term: "Received", description: <When at={report.receivedAt} zone={report.zone} /> },
          ]}
        />
      </div>
    </section>
  );
}
