import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import {
  asksOnePerReport,
  clausesOf,
  disclosureOf,
  exclusionsOf,
  rewardOf,
  safeHarbourOf,
} from "@/lib/policy/document";
import {
  newReportPath,
  pgpPath,
  policyHistoryPath,
  policyPath,
  responseTimesPath,
  scopePath,
  securityProgramPath,
} from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { DemonstrationMark } from "./demonstration-mark";
import { PageFrame } from "./page-frame";
import { PromiseTable } from "./promise-table";

/** A program on one screen: what it takes, how to report, what it promises. */
export function ProgramOverview({ document }: { document: PolicyDocument }) {
  const { program, organisation } = document;
  const harbour = safeHarbourOf(document);
  return (
    <PageFrame>
      <div className="flex flex-col gap-6">
        <p className="font-semibold text-ink-soft">{organisation.tradeName}</p>
        <PageHeading lead={document.summary}>Report a vulnerability</PageHeading>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
          <ButtonLink href={newReportPath(program)}>Report a vulnerability</ButtonLink>
          <TextLink href={policyPath(program)} className="inline-flex min-h-11 items-center">
            Read the policy
          </TextLink>
        </div>
      </div>
      <div className="grid gap-10 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-10">
          <Part id="promises" heading="Response times">
            <PromiseTable document={document} show="all" />
            <p className="max-w-measure text-sm text-ink-soft">{document.businessDayRule}</p>
            <DemonstrationMark document={document} pointer="/businessDayRule" />
            <p>
              <TextLink href={responseTimesPath(program)}>How fast we really answer</TextLink>
            </p>
          </Part>
          {harbour ? (
            <Part id="safe-harbour" heading="Safe harbour" clause={{ program, key: harbour.key }}>
              <Lines of={harbour.summary} />
            </Part>
          ) : null}
          <Part id="how" heading="How it works">
            <Lines of={howItWorks(document)} />
          </Part>
        </div>
        <div className="flex min-w-0 flex-col gap-10">
          <ScopeSummary document={document} />
          <Part id="more" heading="More">
            <ul className="flex flex-col gap-1.5">
              <li>
                <TextLink href={scopePath(program)}>May I test this?</TextLink>
              </li>
              <li>
                <TextLink href={securityProgramPath(program)}>Security program and questions</TextLink>
              </li>
              <li>
                <TextLink href={pgpPath(program)}>PGP key</TextLink>
              </li>
              <li>
                <TextLink href={policyHistoryPath(program)}>Versions of the policy</TextLink>
              </li>
            </ul>
          </Part>
        </div>
      </div>
    </PageFrame>
  );
}

function ScopeSummary({ document }: { document: PolicyDocument }) {
  const exclusions = exclusionsOf(document);
  const [first] = exclusions;
  return (
    <>
      {clausesOf(document, "scope").map((scope) => (
        <Part key={scope.key} id="in-scope" heading="In scope" clause={{ program: document.program, key: scope.key }}>
          <p>{scope.statement}</p>
          <p className="text-sm text-ink-soft">{scope.products.map((product) => product.name).join(" · ")}</p>
          <DemonstrationMark document={document} pointer={`/clauses/${document.clauses.indexOf(scope)}/products`} />
        </Part>
      ))}
      {first ? (
        <Part id="out-of-scope" heading="Out of scope" clause={{ program: document.program, key: first.clause }}>
          <Lines of={exclusions.map((exclusion) => exclusion.label)} />
          <p className="text-sm text-ink-soft">Not sure? Send it: the form warns you and never stops you.</p>
        </Part>
      ) : null}
    </>
  );
}

/** Facts of the portal, and what the policy adds to them. */
function howItWorks(document: PolicyDocument): string[] {
  return [
    "A guided form asks for what is needed; you can save it and come back.",
    "You get a signed receipt with the promised dates, pinned to the policy version in force.",
    ...(asksOnePerReport(document) ? ["One vulnerability per report."] : []),
    ...[rewardOf(document)?.summary, disclosureOf(document)?.summary].filter((line) => line !== undefined),
  ];
}

function Part({
  id,
  heading,
  clause,
  children,
}: {
  id: string;
  heading: string;
  clause?: { program: string; key: string };
  children: ReactNode;
}) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <h2 id={id} className="font-heading text-xl font-semibold">
        {heading}
      </h2>
      {children}
      {clause ? (
        <p className="text-sm">
          <TextLink href={policyPath(clause.program, clause.key)}>Clause {clause.key}</TextLink>
        </p>
      ) : null}
    </section>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  return (
    <ul className="flex max-w-measure list-disc flex-col gap-1.5 ps-5">
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
