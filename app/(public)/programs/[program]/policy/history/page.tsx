import type { Metadata } from "next";
import { PageFrame } from "@/components/policy/page-frame";
import { PolicyHistory } from "@/components/policy/policy-history";
import { StillPage } from "@/components/shell/still-page";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { policyFeedPath, policyPath } from "@/lib/policy/paths";
import { loadPolicyRevisions, loadProgram } from "../../load";

type Props = { params: Promise<{ program: string }> };

const HEADING = "Versions of the policy";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { current, slug } = await loadProgram((await params).program);
  return {
    title: { absolute: `${HEADING} – ${current?.document.organisation.tradeName ?? slug}` },
    alternates: { types: { "application/atom+xml": policyFeedPath(slug) } },
  };
}

export default async function PolicyHistoryPage({ params }: Props) {
  const { program } = await params;
  const revisions = await loadPolicyRevisions(program);
  return (
    <PageFrame>
      <StillPage />
      <BackLink href={policyPath(program)}>Current policy</BackLink>
      <PageHeading lead="A report stays under the version that was in force when it was sent. A published version never changes.">
        {HEADING}
      </PageHeading>
      <PolicyHistory program={program} revisions={revisions} />
    </PageFrame>
  );
}
