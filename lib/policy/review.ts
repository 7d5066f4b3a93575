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
  const { dueOn, overdueFrom } = nextReview(reviewedOn, governance.reviewEvery.amount, zone);
  return {
    state: now.getTime() >= Date.parse(overdueFrom) ? "overdue" : "current",
    reviewedOn,
    dueOn,
    overdueFrom,
    zone,
  };
}

function nextReview(reviewedOn: string, years: number, zone: string): { dueOn: string; overdueFrom: string } {
  const due = Temporal.PlainDate.from(reviewedOn).add({ years });
  return { dueOn: due.toString(), overdueFrom: due.add({ days: 1 }).toZonedDateTime(zone).toInstant().toString() };
}

/** A signed review, as it began the cycle of the next. `years`: of that cycle; null where the policy binds itself to none. */
export type Reviewed = { on: string; version: string; years: number | null; zone: string };

/** A review that was due: `signedOn` null while it is overdue. `version`: the one that the cycle before it began with. */
export type JudgedReview = { version: string; dueOn: string; signedOn: string | null; inTime: boolean };

/**
 * Every review that was due by `now`, or was signed before, in the order of their days: each begins the cycle of the next
 * as its own version states it. The last one is judged only once it is overdue.
 */
export function judgedReviews(reviews: readonly Reviewed[], now: Date): JudgedReview[] {
  // Of two on one day the later one given is that of the version in force since.
  const byDay = [...new Map(reviews.map((review) => [review.on, review])).values()];
  const inOrder = byDay.sort((a, b) => a.on.localeCompare(b.on));
  return inOrder.flatMap(({ on, version, years, zone }, index): JudgedReview[] => {
    if (years === null) return [];
    const { dueOn, overdueFrom } = nextReview(on, years, zone);
    const signedOn = inOrder[index + 1]?.on ?? null;
    if (signedOn === null && now.getTime() < Date.parse(overdueFrom)) return [];
    return [{ version, dueOn, signedOn, inTime: signedOn !== null && signedOn <= dueOn }];
  });
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
