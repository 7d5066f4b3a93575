import { expect, test } from "vitest";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { type ContentsEntry, contentsOf, depthOf } from "./contents";

const flat = (entries: ContentsEntry[]): string[] => entries.flatMap((entry) => [entry.key, ...flat(entry.children)]);

test("the contents name every clause, the rewards clause too", () => {
  const contents = contentsOf(smileDigitalHealthPolicy);
  expect(flat(contents)).toEqual([
    "1",
    "1.1",
    "1.2",
    "1.3",
    "1.4",
    "2",
    "2.1",
    "2.2",
    "2.2.1",
    "2.3",
    "2.3.1",
    "2.3.2",
    "2.3.3",
    "2.3.4",
  ]);
  expect(contents.map((entry) => entry.key)).toEqual(["1", "2"]);
  expect(contents[1]?.children[1]?.children.map((entry) => entry.heading)).toEqual(["Rewards"]);
});

test("a clause whose parents are missing hangs on the nearest number above it", () => {
  const clause = (key: string) => ({ key, heading: key, body: "", kind: "text" as const });
  const contents = contentsOf({ clauses: ["2", "2.3.4", "3.1"].map(clause) });
  expect(contents.map((entry) => entry.key)).toEqual(["2", "3.1"]);
  expect(contents[0]?.children.map((entry) => entry.key)).toEqual(["2.3.4"]);
});

test("depth", () => {
  expect(["2", "2.2", "2.2.1"].map(depthOf)).toEqual([1, 2, 3]);
});
