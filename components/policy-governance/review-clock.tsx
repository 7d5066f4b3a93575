import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { When } from "@/components/ui/when";
import type { ReviewState } from "@/lib/policy/review";

/** The clock of the yearly review, for those who keep it. `action`: what can be done about it. */
export function ReviewClock({
  review,
  now,
  of,
  action,
}: {
  review: ReviewState;
  now: string;
  /** Whose policy, where the page does not say it. */
  of?: string;
  action?: ReactNode;
}) {
  if (review.state === "no_cycle") {
    return <Notice title="This policy binds itself to no cycle of review">{action}</Notice>;
  }
  if (review.state === "never_reviewed") {
    return (
      <Notice kind="warning" title="No review was signed yet">
        {action}
      </Notice>
    );
  }
  const late = review.state === "overdue";
  return (
    <Notice
      kind={late ? "warning" : "info"}
      title={`The yearly review${of ? ` of the policy of ${of}` : ""}${late ? " is overdue" : ""}`}
    >
      <p>
        Last signed on <When at={review.reviewedOn} zone={review.zone} style="date" />.{" "}
        {late ? "It was due by the end of" : "The next one is due by the end of"}{" "}
        <When at={review.dueOn} zone={review.zone} style="date" now={now} />.{late ? " The public page says so." : ""}
      </p>
      {action ? <div className="mt-3">{action}</div> : null}
    </Notice>
  );
}
