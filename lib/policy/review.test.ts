import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { judgedReviews, lastReviewedOn, type Reviewed, remindersDue, reviewState } from "./review";

const at = (instant: string) => reviewState(smileDigitalHealthPolicy, new Date(instant));

describe("reviewState", () => {
  test.each([
    ["2025-04-22T12:00:00Z", "current"],
    // The whole of 22 April 2026 in Toronto is still in time.
    ["2026-04-22T23:00:00Z", "current"],
    ["2026-04-23T03:59:59.999Z", "current"],
    ["2026-04-23T04:00:00.000Z", "overdue"],
    ["2026-11-22T00:00:00Z", "overdue"],
  ])("at %s the review of version 1.2 is %s", (instant, state) => {
    expect(at(instant)).toEqual({
      state,
      reviewedOn: "2025-04-22",
      dueOn: "2026-04-22",
      overdueFrom: "2026-04-23T04:00:00Z",
      zone: "America/Toronto",
    });
  });

  test("a review signed on 29 February is due by the end of 28 February", () => {
    const leap = { ...smileDigitalHealthPolicy, reviewedOn: "2024-02-29" };
    expect(reviewState(leap, new Date("2025-02-28T20:00:00Z"))).toMatchObject({
      state: "current",
      dueOn: "2025-02-28",
    });
    expect(reviewState(leap, new Date("2025-03-01T05:00:00Z"))).toMatchObject({ state: "overdue" });
  });

  test("a policy without a review, and one without a cycle", () => {
    const never = { ...smileDigitalHealthPolicy, reviewedOn: null };
    expect(reviewState(never, new Date("2026-01-01T00:00:00Z"))).toEqual({ state: "never_reviewed" });
    expect(reviewState(cardihabPolicy("2026-01-01"), new Date("2030-01-01T00:00:00Z"))).toEqual({ state: "no_cycle" });
  });
});

test("a review that changed nothing counts from the local date of its signature", () => {
  const policy = smileDigitalHealthPolicy;
  expect(lastReviewedOn(policy, null)).toBe("2025-04-22");
  // Still the 22nd of April in Toronto.
  expect(lastReviewedOn(policy, "2026-04-23T03:59:59Z")).toBe("2026-04-22");
  expect(lastReviewedOn({ ...policy, reviewedOn: null }, "2026-04-23T04:00:00Z")).toBe("2026-04-23");
  expect(lastReviewedOn(policy, "2024-01-01T12:00:00Z")).toBe("2025-04-22");
  const signed = lastReviewedOn(policy, "2026-04-22T15:00:00Z");
  expect(reviewState(policy, new Date("2026-06-01T00:00:00Z"), signed)).toMatchObject({
    state: "current",
    dueOn: "2027-04-22",
  });
});

test.each([
  ["2026-02-21T04:59:59Z", []],
  ["2026-02-21T05:00:00Z", [60]],
  ["2026-03-23T04:00:00Z", [60, 30]],
  ["2026-04-15T04:00:00Z", [60, 30, 7]],
  ["2026-04-22T04:00:00Z", [60, 30, 7, 0]],
])("reminders whose day has come at %s: %j", (at, days) => {
  const now = new Date(at);
  expect(remindersDue(reviewState(smileDigitalHealthPolicy, now), now)).toEqual(days);
});

describe("reviews that were due", () => {
  const review = (on: string, version = "1.0", years: number | null = 1): Reviewed => ({
    on,
    version,
    years,
    zone: "America/Toronto",
  });
  const judged = (reviews: Reviewed[], now: string) => judgedReviews(reviews, new Date(now));

  test.each<[string, Reviewed[], string, unknown[]]>([
    ["none without a review", [], "2030-01-01T00:00:00Z", []],
    ["none without a cycle", [review("2020-01-01", "1.0", null)], "2030-01-01T00:00:00Z", []],
    ["none before it is due", [review("2025-04-22")], "2026-04-23T03:59:59Z", []],
    [
      "one overdue from the end of its day on",
      [review("2025-04-22")],
      "2026-04-23T04:00:00Z",
      [{ version: "1.0", dueOn: "2026-04-22", signedOn: null, inTime: false }],
    ],
    [
      "one in time on its last day, the next not due yet",
      [review("2025-04-22"), review("2026-04-22", "1.1")],
      "2026-11-29T00:00:00Z",
      [{ version: "1.0", dueOn: "2026-04-22", signedOn: "2026-04-22", inTime: true }],
    ],
    [
      "one a day late, whatever order they are given in",
      [review("2026-04-23", "1.1"), review("2025-04-22")],
      "2026-11-29T00:00:00Z",
      [{ version: "1.0", dueOn: "2026-04-22", signedOn: "2026-04-23", inTime: false }],
    ],
    [
      "each by the cycle of the version before it",
      [review("2020-02-29", "1.0", 2), review("2022-03-01", "2.0", 1), review("2023-01-01", "2.0", 1)],
      "2024-01-02T05:00:00Z",
      [
        { version: "1.0", dueOn: "2022-02-28", signedOn: "2022-03-01", inTime: false },
        { version: "2.0", dueOn: "2023-03-01", signedOn: "2023-01-01", inTime: true },
        { version: "2.0", dueOn: "2024-01-01", signedOn: null, inTime: false },
      ],
    ],
    [
      "two on one day once, as the later one states its cycle",
      [review("2025-04-22", "1.0", 1), review("2025-04-22", "1.1", 3)],
      "2027-01-01T00:00:00Z",
      [],
    ],
  ])("%s", (_name, reviews, now, expected) => {
    expect(judged(reviews, now)).toEqual(expected);
  });
});
