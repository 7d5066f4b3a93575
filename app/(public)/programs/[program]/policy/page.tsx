import type { Metadata } from "next";
import { PolicyReader } from "@/components/policy/policy-reader";
import { StillPage } from "@/components/shell/still-page";
import { predecessorOf } from "@/lib/policy/compare/revision";
import { reviewState } from "@/lib/policy/review";
import { loadCurrentPolicy, loadPolicyRevisions } from "../load";

type Props = { params: Promise<{ program: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { document } = await loadCurrentPolicy((await params).program);
  return { title: { absolute: `${document.title} – ${document.organisation.tradeName}` } };
}

export default async function PolicyPage({ params }: Props) {
  const { program } = await params;
  const [{ document, contentHash, calendar, readAt, reviewedOn }, revisions] = await Promise.all([
    loadCurrentPolicy(program),
    loadPolicyRevisions(program),
  ]);
  return (
    <>
      <StillPage />
      <PolicyReader
        document={document}
        contentHash={contentHash}
        calendar={calendar}
        review={reviewState(document, readAt, reviewedOn)}
        reviewedOn={reviewedOn}
        current
        predecessor={predecessorOf(revisions, document.version)}
      />
    </>
  );
}
