import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { lastReviewedOn, remindersDue, reviewState } from "./review";

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
