import { expect, test } from "vitest";
import { policyPath, policyVersionBytesPath, policyVersionPath, versionOfSegment } from "./paths";

test("a version stands with dashes in its page's address and with dots in that of its bytes", () => {
  expect(policyVersionPath("a", "1.2")).toBe("/programs/a/policy/v/1-2");
  expect(policyVersionBytesPath("a", "1.2.3")).toBe("/programs/a/policy/v/1.2.3.json");
  expect(policyPath("a", "2.3.4")).toBe("/programs/a/policy#2.3.4");
});

test.each([
  ["1-2", "1.2"],
  ["1.2", "1.2"],
  ["10-0-3", "10.0.3"],
  ["1", null],
  ["1-2-3-4", null],
  ["../1-2", null],
  ["1--2", null],
  ["", null],
])("the segment %j means %j", (segment, version) => {
  expect(versionOfSegment(segment)).toBe(version);
});
