import { expect, test } from "vitest";
import { creditUseWords } from "./wording";

test.each([
  [["cve_record", "advisory"], "Only used if a CVE or advisory is published"],
  [["cve_record"], "Only used if a CVE is published"],
  [["advisory"], "Only used if an advisory is published"],
  [[], "This policy names nobody anywhere; your wish is kept with the report"],
  [undefined, "This policy names nobody anywhere; your wish is kept with the report"],
] as const)("a policy that names finders in %j has the form say so", (places, expected) => {
  expect(creditUseWords(places as Parameters<typeof creditUseWords>[0])).toBe(expected);
});
