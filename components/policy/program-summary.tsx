import { ButtonLink } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { newReportPath, policyPath, programPath } from "@/lib/policy/paths";
import type { PolicyDocument } from "@/lib/policy/schema";
import { PromiseTable } from "./promise-table";

/** One program on the start page: what it is, what it promises, where to go. */
export function ProgramSummary({ document }: { document: PolicyDocument }) {
  const { tradeName } = document.organisation;
  const heading = `program-${document.program}`;
  return (
    <section
      aria-labelledby={heading}
      className="row-span-4 grid grid-rows-subgrid gap-5 rounded-lg border border-line bg-surface p-5 sm:p-6"
    >
      <h2 id={heading} className="font-heading text-2xl font-semibold">
        <a
          href={programPath(document.program)}
          className="underline decoration-line-strong underline-offset-4 hover:decoration-current"
        >
          {tradeName}
        </a>
      </h2>
      <p className="font-serif text-lg">{document.summary}</p>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <ButtonLink href={newReportPath(document.program)}>
          Report a vulnerability<span className="sr-only"> to {tradeName}</span>
        </ButtonLink>
        <TextLink href={policyPath(document.program)} className="inline-flex min-h-11 items-center">
          Read the policy<span className="sr-only"> of {tradeName}</span>
        </TextLink>
      </div>
      <div>
        <PromiseTable document={document} show="made" caption={`Response times ${tradeName} commits to`} />
      </div>
    </section>
  );
}
