import { describe, expect, test } from "vitest";
import { isSeverityShown, reasonMissing } from "./assessment";
import { REPORT_STATES } from "./state";
import type { Severity } from "./types";

const view = (severity: Severity, vector: string | null = null) => ({ severity, vector });

describe("a reason for our severity", () => {
  test.each([
    ["nobody rated it before", "high", null, null, false],
    ["the reporter says the same", "high", "high", null, false],
    ["a band below the reporter's", "medium", "high", null, true],
    ["a band above the reporter's", "critical", "high", null, true],
    ["our own word stays", "high", null, "high", false],
    ["our own word changes", "medium", null, "high", true],
    ["our own word changes to the reporter's", "medium", "medium", "high", true],
  ] as const)("%s", (_, ours, theirs, before, needed) => {
    const given = { theirs: theirs && view(theirs), before: before && view(before) };
    expect(reasonMissing(view(ours), { ...given, reason: "" }) !== null).toBe(needed);
    expect(reasonMissing(view(ours), { ...given, reason: "It needs a session." })).toBeNull();
  });

  test("a vector that changes within its band wants one too", () => {
    const before = view("high", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
    const after = view("high", "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:L/A:N");
    expect(reasonMissing(after, { reason: "", theirs: null, before })).toMatch(/why it changes/);
  });
});

test("the reporter reads ours from the confirmation on, and not of what was never confirmed", () => {
  expect(REPORT_STATES.filter((state) => isSeverityShown(state, null))).toEqual([
    "validated",
    "accepted",
    "deferred",
    "fix_ready",
    "retest",
    "resolved",
  ]);
  expect(isSeverityShown("closed", "fixed")).toBe(true);
  expect(isSeverityShown("closed", "accepted_risk")).toBe(true);
  for (const resolution of ["duplicate", "withdrawn", "spam", "insufficient_info", "not_reproducible"] as const) {
    expect(isSeverityShown("closed", resolution), resolution).toBe(false);
  }
});
