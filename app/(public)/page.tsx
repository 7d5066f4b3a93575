import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { PageFrame } from "@/components/policy/page-frame";
import { ProgramSummary } from "@/components/policy/program-summary";
import { SiteFrame } from "@/components/shell/site-frame";
import { StillPage } from "@/components/shell/still-page";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { programPath } from "@/lib/policy/paths";
import { listPrograms } from "@/lib/programs/queries";
import { visitorContext } from "@/lib/request/context";

export const metadata: Metadata = { title: { absolute: "Disclosure programs – Safe Harbour" } };
export const dynamic = "force-dynamic";

export default async function HomePage() {
  const programs = await listPrograms(visitorContext());
  const [only] = programs;
  if (only && programs.length === 1) redirect(programPath(only.slug) as "/");
  const published = programs.flatMap((program) => (program.policy ? [program.policy] : []));
  return (
    <SiteFrame>
      <PageFrame>
        <StillPage />
        <PageHeading lead="You found a security problem. Choose the organisation it belongs to, read what it promises, and report it.">
          Disclosure programs
        </PageHeading>
        {published.length === 0 ? (
          <EmptyState title="No program is open yet">
            A program appears here as soon as its policy is published.
          </EmptyState>
        ) : (
          <div className="grid gap-x-8 gap-y-8 lg:grid-cols-2">
            {published.map((policy) => (
              <ProgramSummary key={policy.program} document={policy} />
            ))}
          </div>
        )}
      </PageFrame>
    </SiteFrame>
  );
}
