import { expect, test } from "vitest";
import type { SummarySection } from "../reports/form/summary";
import { comparedSections } from "./compare";

const section = (step: SummarySection["step"], rows: [key: string, text: string][]) =>
  ({
    step,
    title: `About ${step}`,
    rows: rows.map(([key, text]) => ({
      key,
      label: `The ${key}`,
      value: text === "" ? { kind: "blank" } : { kind: "text", text },
      nudged: false,
    })),
  }) as SummarySection;

test("answers stand beside each other by question, also where one form did not ask", () => {
  const one = [
    section("details", [
      ["title", "Open door"],
      ["summary", ""],
    ]),
    section("repro", [["steps", "Knock"]]),
  ];
  const other = [
    section("details", [
      ["title", "Open door"],
      ["summary", ""],
      ["details", "Really open"],
    ]),
  ];
  const rows = comparedSections(one, other).flatMap(({ step, rows: some }) =>
    some.map(({ key, same, values }) => [step, key, same, ...values.map((value) => value.kind)]),
  );
  expect(rows).toEqual([
    ["details", "title", true, "text", "text"],
    ["details", "details", false, "blank", "text"],
    ["repro", "steps", false, "text", "blank"],
  ]);
});

test("what nobody answered is left out", () => {
  expect(comparedSections([section("details", [["title", ""]])], [section("details", [["title", ""]])])).toEqual([]);
});
