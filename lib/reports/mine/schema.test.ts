import { describe, expect, test } from "vitest";
import { isShown, mineFilterIn, OWN_REFERENCE_MAX, ownReferenceSchema } from "./schema";

const row = {
  ownReference: "BB-12 portal",
  reference: "CDH-7K3F-9QX6",
  title: "Export reads other tenants",
  programName: "Cardihab",
  status: "Confirmed",
  waitingOn: "us",
  unread: true,
} as const;

describe("isShown", () => {
  test.each([
    ["all", "", true],
    ["all", "bb-12", true],
    ["all", "export CARDIHAB", true],
    ["all", "export bb-13", false],
    ["all", "7k3f", true],
    ["you", "", false],
    ["new", "", true],
    ["open", "", true],
    ["closed", "", false],
  ] as const)("%s %j", (show, find, shown) => expect(isShown(row, { show, find })).toBe(shown));
});

test("an address that asks for nothing known asks for everything", () => {
  expect(mineFilterIn({ show: ["you"], find: 1 })).toEqual({ show: "all", find: "" });
  expect(mineFilterIn({ show: "you", find: " a\0b " })).toEqual({ show: "you", find: "ab" });
});

test("an own reference is one short line", () => {
  expect(ownReferenceSchema.parse({ text: "  BB-12 \n portal " })).toEqual({ text: "BB-12 portal" });
  expect(ownReferenceSchema.safeParse({ text: "x".repeat(OWN_REFERENCE_MAX + 1) }).success).toBe(false);
});
