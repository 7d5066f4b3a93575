import { TriangleAlert } from "lucide-react";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { When } from "@/components/ui/when";
import type { ReviewState } from "@/lib/policy/review";

/** Where the policy's own cycle of review stands, said to everybody. */
export function ReviewFact({ review }: { review: ReviewState }) {
  switch (review.state) {
    case "no_cycle":
      return "This policy states no cycle of review";
    case "never_reviewed":
      return "No review has been signed yet";
    case "current":
      return <When at={review.dueOn} zone={review.zone} style="date" />;
    case "overdue":
      return (
        <span className="inline-flex items-start gap-1.5 text-breach">
          <Icon of={TriangleAlert} className="mt-1" />
          <span>
            Review overdue since <When at={review.dueOn} zone={review.zone} style="date" />
          </span>
        </span>
      );
  }
}

/** Above the text: governance that is late is said as plainly as a late answer. */
export function ReviewOverdue({ review }: { review: Extract<ReviewState, { state: "overdue" | "current" }> }) {
  return (
    <Notice kind="warning" title="The review of this policy is overdue">
      <p>
        It was last reviewed on <When at={review.reviewedOn} zone={review.zone} style="date" />, and the next review was
        due by the end of <When at={review.dueOn} zone={review.zone} style="date" />. The policy stays in force.
      </p>
    </Notice>
  );
}
