import type { Metadata } from "next";
import { PageFrame } from "@/components/policy/page-frame";
import { VersionTable } from "@/components/policy/version-table";
import { BackLink } from "@/components/ui/back-link";
import { PageHeading } from "@/components/ui/page-heading";
import { policyPath } from "@/lib/policy/paths";
import { loadPolicyHistory, loadProgram } from "../../load";

type Props = { params: Promise<{ program: string }> };

const HEADING = "Versions of the policy";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { current, slug } = await loadProgram((await params).program);
  return { title: { absolute: `${HEADING} – ${current?.document.organisation.tradeName ?? slug}` } };
}

export default async function PolicyHistoryPage({ params }: Props) {
  const { program } = await params;
  const versions = await loadPolicyHistory(program);
  return (
    <PageFrame>
      <BackLink href={policyPath(program)}>Current policy</BackLink>
      <PageHeading lead="A report stays under the version that was in force when it was sent. A published version never changes.">
        {HEADING}
      </PageHeading>
      <VersionTable program={program} versions={versions} />
    </PageFrame>
  );
}
