import type { JudgedReview } from "../policy/review";
import { SHOWN_FROM } from "./few";
import type { Chart } from "./types";

/** Whether the policy was reviewed when it was due: each review that its own cycle asked for, since its first one. */
export function reviewsOnTime(reviews: readonly JudgedReview[]): Chart {
  const all = reviews.length;
  const inTime = reviews.filter((review) => review.inTime).length;
  const missing = reviews.filter(({ signedOn }) => signedOn === null).length;
  const by: [string, number][] = [
    ["Signed in time", inTime],
    ["Signed late", all - inTime - missing],
    ["Overdue, not signed yet", missing],
  ];
  const kept = all < SHOWN_FROM ? `${inTime} of ${all}` : `${Math.floor((inTime / all) * 100)} % of ${all}`;
  return {
    id: "policy-reviews",
    finding: all === 0 ? "No review of the policy was due yet" : `Policy review: kept ${kept} times`,
    definition:
      "Each review of the policy that its cycle asked for since the first, whatever the time chosen above: in time when the next version was signed, or a review without change, by the end of the day on which it was due, in the program’s zone. One that is not due yet is not judged.",
    columns: ["Due by", "Signed on", "Judged", "Version until then"],
    rows: reviews.map(({ dueOn, signedOn, inTime: kept, version }) => [
      dueOn,
      signedOn ?? "–",
      kept ? "In time" : signedOn === null ? "Overdue" : "Late",
      version,
    ]),
    bars: all === 0 ? [] : by.map(([label, value]) => ({ label, value, words: String(value) })),
  };
}
