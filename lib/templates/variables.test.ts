import { describe, expect, test } from "vitest";
import { EXAMPLE_VALUES, fillIn, unknownIn, unresolvedIn, unresolvedProblem, VARIABLES } from "./variables";

const values = {
  "reporter.name": "quietmoth",
  "report.id": "SDH-7K3F-9QX6",
  clause: (key: string) => (key === "1.2" ? "clause 1.2" : null),
};

describe("filling a template in", () => {
  test.each([
    ["Hello {{reporter.name}}, {{ report.id }}", "Hello quietmoth, SDH-7K3F-9QX6"],
    ["See {{policy.clause:1.2}} and {{policy.clause:9.9}}", "See clause 1.2 and {{policy.clause:9.9}}"],
    ["{{due.fix}}", "{{due.fix}}"],
    ["{{policy.clause}}", "{{policy.clause}}"],
    [
      "{{7*7}} {{constructor}} {{__proto__}} {{ user.secret }}",
      "{{7*7}} {{constructor}} {{__proto__}} {{ user.secret }}",
    ],
  ])("%s", (body, text) => expect(fillIn(body, values)).toBe(text));

  test("a value that looks like a variable is not read again", () => {
    const text = fillIn("Hello {{reporter.name}}", { "reporter.name": "{{report.id}}", "report.id": "X" });
    expect(text).toBe("Hello {{report.id}}");
  });
});

describe("what is left open", () => {
  test("is named once each, and blocks with a sentence", () => {
    const text = "{{due.fix}} and {{ due.fix }} and {{due.fix}} and {{policy.clause:9.9}}";
    expect(unresolvedIn(text)).toEqual(["{{due.fix}}", "{{ due.fix }}", "{{policy.clause:9.9}}"]);
    expect(unresolvedProblem("until {{due.fix}}")).toMatch(/\{\{due\.fix\}\}.*remove it/);
  });

  test("does not take somebody's own braces for it", () => {
    expect(unresolvedProblem("The page printed 49 for {{7*7}} and nothing for {{config.items}}.")).toBeNull();
  });
});

test("a template with a variable that there is not, or without its argument, is found", () => {
  expect(unknownIn("{{reporter.nmae}} {{policy.clause}} {{policy.clause:x}} {{product:1}} {{product}}")).toEqual([
    "{{reporter.nmae}}",
    "{{policy.clause}}",
    "{{policy.clause:x}}",
    "{{product:1}}",
  ]);
});

test("each variable has an example that fills it", () => {
  for (const name of Object.keys(VARIABLES)) {
    const body = name === "policy.clause" ? "{{policy.clause:1.2}}" : `{{${name}}}`;
    expect(unresolvedIn(fillIn(body, EXAMPLE_VALUES))).toEqual([]);
  }
});
