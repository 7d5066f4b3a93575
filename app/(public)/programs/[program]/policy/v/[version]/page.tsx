import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { PolicyReader } from "@/components/policy/policy-reader";
import { SupersededBanner } from "@/components/policy/superseded-banner";
import { StillPage } from "@/components/shell/still-page";
import { predecessorOf } from "@/lib/policy/compare/revision";
import { policyVersionPath, versionOfSegment } from "@/lib/policy/paths";
import { reviewState } from "@/lib/policy/review";
import { loadPolicyRevisions, loadPolicyVersion } from "../../../load";

type Props = { params: Promise<{ program: string; version: string }> };

async function load({ params }: Props) {
  const { program, version: segment } = await params;
  const version = versionOfSegment(segment);
  if (version === null) notFound();
  return { policy: await loadPolicyVersion(program, version), segment };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { document } = (await load(props)).policy;
  return { title: { absolute: `${document.title}, version ${document.version} – ${document.organisation.tradeName}` } };
}

export default async function PolicyVersionPage(props: Props) {
  const { policy, segment } = await load(props);
  const { document } = policy;
  const address = policyVersionPath(document.program, document.version);
  if (!address.endsWith(`/${segment}`)) permanentRedirect(address as "/");
  const current = policy.status === "published";
  const revisions = await loadPolicyRevisions(document.program);
  return (
    <>
      <StillPage />
      <PolicyReader
        document={document}
        contentHash={policy.contentHash}
        calendar={policy.calendar}
        review={reviewState(document, policy.readAt, policy.reviewedOn)}
        reviewedOn={policy.reviewedOn}
        current={current}
        predecessor={predecessorOf(revisions, document.version)}
        heading={`${document.title}, version ${document.version}`}
        banner={current ? null : <SupersededBanner document={document} supersededAt={policy.supersededAt} />}
      />
    </>
  );
}
