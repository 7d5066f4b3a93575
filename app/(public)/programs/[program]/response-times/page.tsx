import type { Metadata } from "next";
import { PageFrame } from "@/components/policy/page-frame";
import { ResponseTimeList, WhatCounts } from "@/components/policy/response-times";
import { StillPage } from "@/components/shell/still-page";
import { BackLink } from "@/components/ui/back-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { policyPath } from "@/lib/policy/paths";
import { visitorContext } from "@/lib/request/context";
import { publicResponseTimes } from "@/lib/sla/response-times/queries";
import { loadCurrentPolicy } from "../load";

type Props = { params: Promise<{ program: string }> };

const HEADING = "How fast we really answer";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { document } = await loadCurrentPolicy((await params).program);
  return { title: { absolute: `${HEADING} – ${document.organisation.tradeName}` } };
}

export default async function ResponseTimesPage({ params }: Props) {
  const { program } = await params;
  const { document, readAt } = await loadCurrentPolicy(program);
  const found = await publicResponseTimes(visitorContext(), program);
  return (
    <PageFrame>
      <StillPage />
      <BackLink href={policyPath(program)}>Policy</BackLink>
      <PageHeading lead="What the policy promises, and how those promises were kept in the last 90 days.">
        {HEADING}
      </PageHeading>
      {found ? (
        <>
          <ResponseTimeList document={document} figures={found.figures} />
          <WhatCounts figures={found.figures} calculatedAt={found.calculatedAt} now={readAt} />
        </>
      ) : (
        <EmptyState title="Not calculated yet">The figures appear here within an hour.</EmptyState>
      )}
    </PageFrame>
  );
}
