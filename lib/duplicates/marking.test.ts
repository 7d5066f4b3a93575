import { expect, test } from "vitest";
import { markingProblem } from "./marking";

const report = (id: string, day: number, given = {}) => ({
  id,
  reference: `SDH-${id}`,
  programId: "one",
  receivedAt: new Date(Date.UTC(2026, 0, day)),
  duplicateOf: null,
  ...given,
});

test.each([
  ["an earlier report of the program", report("a", 1), null],
  ["one of the same instant", report("a", 2), null],
  ["a later one", report("a", 3), /came first/],
  ["itself", report("b", 2), /itself/],
  ["one of another program", report("a", 1, { programId: "two" }), /same program/],
  ["its own duplicate", report("a", 1, { duplicateOf: "b" }), /already/],
] as const)("%s", (_, other, problem) => {
  const said = markingProblem(report("b", 2), other);
  if (problem === null) expect(said).toBeNull();
  else expect(said).toMatch(problem);
});
