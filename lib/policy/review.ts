import { Temporal } from "temporal-polyfill";
import { governanceOf } from "./document";
import type { PolicyDocument } from "./schema";

export type ReviewState =
  /** The policy binds itself to no cycle of review. */
  | { state: "no_cycle" }
  | { state: "never_reviewed" }
  | {
      state: "current" | "overdue";
      reviewedOn: string;
      /** The last local date on which the review is in time, "YYYY-MM-DD". */
      dueOn: string;
      /** The first instant at which it is late, ISO 8601 UTC. */
      overdueFrom: string;
      zone: string;
    };

/** Where the cycle of review stands at `now`. A year means the same date, inclusive (product.md §4). */
export function reviewState(document: PolicyDocument, now: Date): ReviewState {
  const governance = governanceOf(document);
  if (!governance) return { state: "no_cycle" };
  if (document.reviewedOn === null) return { state: "never_reviewed" };
  const { zone } = document.calendar;
  const due = Temporal.PlainDate.from(document.reviewedOn).add({ years: governance.reviewEvery.amount });
  const overdueFrom = due.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return {
    state: now.getTime() >= overdueFrom.epochMilliseconds ? "overdue" : "current",
    reviewedOn: document.reviewedOn,
    dueOn: due.toString(),
    overdueFrom: overdueFrom.toString(),
    zone,
  };
}
