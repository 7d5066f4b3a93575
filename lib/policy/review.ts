import { Temporal } from "temporal-polyfill";
import { localDay } from "../sla/local-day";
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

/**
 * The local date of the last review: the document's own, or that of a later signature, which the document's bytes
 * cannot hold; null when it was never reviewed.
 */
export function lastReviewedOn(document: PolicyDocument, signedAt: Date | string | null): string | null {
  const signedOn = signedAt === null ? null : localDay(signedAt, document.calendar.zone).toString();
  if (document.reviewedOn === null || signedOn === null) return document.reviewedOn ?? signedOn;
  return signedOn > document.reviewedOn ? signedOn : document.reviewedOn;
}

/** Where the cycle of review stands at `now`. A year means the same date, inclusive (product.md §4). */
export function reviewState(
  document: PolicyDocument,
  now: Date,
  reviewedOn: string | null = document.reviewedOn,
): ReviewState {
  const governance = governanceOf(document);
  if (!governance) return { state: "no_cycle" };
  if (reviewedOn === null) return { state: "never_reviewed" };
  const { zone } = document.calendar;
  const due = Temporal.PlainDate.from(reviewedOn).add({ years: governance.reviewEvery.amount });
  const overdueFrom = due.add({ days: 1 }).toZonedDateTime(zone).toInstant();
  return {
    state: now.getTime() >= overdueFrom.epochMilliseconds ? "overdue" : "current",
    reviewedOn,
    dueOn: due.toString(),
    overdueFrom: overdueFrom.toString(),
    zone,
  };
}

/** Days before a review is due on which its owners are reminded (desk.md §10). */
export const REMINDER_DAYS = [60, 30, 7, 0] as const;

/** The reminders whose day has come, the farthest first; none where no review is due. */
export function remindersDue(review: ReviewState, now: Date): (typeof REMINDER_DAYS)[number][] {
  if (review.state !== "current" && review.state !== "overdue") return [];
  const today = localDay(now, review.zone);
  const due = Temporal.PlainDate.from(review.dueOn);
  return REMINDER_DAYS.filter((days) => Temporal.PlainDate.compare(today, due.subtract({ days })) >= 0);
}
