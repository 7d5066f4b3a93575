import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { TextLink } from "@/components/ui/text-link";
import { When } from "@/components/ui/when";
import { contentsOf } from "@/lib/policy/contents";
import { newReportPath, responseTimesPath } from "@/lib/policy/paths";
import type { ReviewState } from "@/lib/policy/review";
import type { PolicyDocument } from "@/lib/policy/schema";
import type { Calendar } from "@/lib/sla/types";
import { BusinessDays } from "./business-days";
import { ClauseSection } from "./clause-section";
import { ContentsList } from "./contents-list";
import { LinkCopied } from "./link-copied";
import { MetaRail } from "./meta-rail";
import { PageFrame } from "./page-frame";
import { PrintedFoot } from "./printed-foot";
import { PromiseTable } from "./promise-table";
import { ReviewOverdue } from "./review-fact";
import { TextBehaviour } from "./text-behaviour";

export type PolicyReaderProps = {
  document: PolicyDocument;
  contentHash: string;
  calendar: Calendar;
  review: ReviewState;
  /** Of the last signed review, "YYYY-MM-DD". */
  reviewedOn: string | null;
  current: boolean;
  /** The version before this one, to compare with. */
  predecessor?: string | null;
  /** Above the text: that this version is no longer in force. */
  banner?: ReactNode;
  /** The document's own title unless given. */
  heading?: string;
};

/** A whole policy as it is read: contents, text, facts. */
export function PolicyReader({
  document,
  contentHash,
  calendar,
  review,
  reviewedOn,
  current,
  predecessor = null,
  banner,
  heading,
}: PolicyReaderProps) {
  return (
    <PrintedFoot version={document.version} contentHash={contentHash} title={document.title}>
      <PageFrame>
        {banner}
        {current && review.state === "overdue" ? <ReviewOverdue review={review} /> : null}
        <PageHeading lead={document.summary}>{heading ?? document.title}</PageHeading>
        {current ? (
          <div data-print="no">
            <ButtonLink href={newReportPath(document.program)}>Report a vulnerability</ButtonLink>
          </div>
        ) : null}
        <p className="lg:hidden">
          Version {document.version}, last revised{" "}
          <When at={document.revisedOn} zone={document.calendar.zone} style="date" />
        </p>
        <div className="grid grid-cols-1 gap-8 lg:grid-cols-[minmax(0,15rem)_minmax(0,68ch)_minmax(10rem,1fr)]">
          <ContentsList
            entries={contentsOf(document)}
            before={[
              { key: "promises", heading: "Response times", children: [] },
              { key: "business-days", heading: "How days are counted", children: [] },
            ]}
          />
          <div className="flex min-w-0 flex-col gap-10">
            <section aria-labelledby="promises" className="flex flex-col gap-3">
              <h2 id="promises" className="scroll-mt-6 font-heading text-2xl font-semibold">
                Response times
              </h2>
              <PromiseTable document={document} show="all" />
              <p>
                <TextLink href={responseTimesPath(document.program)}>How fast we really answer</TextLink>
              </p>
            </section>
            <BusinessDays document={document} calendar={calendar} />
            {document.clauses.map((clause) => (
              <ClauseSection key={clause.key} document={document} clause={clause} />
            ))}
            <p className="text-sm" data-print="no">
              <a href="#top" className="text-link underline underline-offset-4">
                Go to top
              </a>
            </p>
          </div>
          <MetaRail
            document={document}
            contentHash={contentHash}
            review={review}
            reviewedOn={reviewedOn}
            current={current}
            predecessor={predecessor}
          />
        </div>
        <LinkCopied />
        <TextBehaviour />
      </PageFrame>
    </PrintedFoot>
  );
}
