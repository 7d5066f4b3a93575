import { expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { lintPolicy } from "./lint";
import { countWords, findingLines, findingTable, ruleTable } from "./report";

const NOW = new Date("2026-11-22T12:00:00Z");

/** Kept by this test: after a change of a rule or a policy, `npx vitest run -u lib/policy/lint` writes the file again. */
test("docs/policy-findings.md says what the linter says", async () => {
  const parts = [smileDigitalHealthPolicy, cardihabPolicy("2026-11-22")].map((document) => {
    const findings = lintPolicy(document, { now: NOW });
    return `## ${document.organisation.tradeName}, version ${document.version}: ${countWords(findings)}\n\n${findingTable(findings)}`;
  });
  const text = [
    "# What the linter says about the two demonstration policies",
    "As of 22 November 2026, the second policy dated on that day, keys not looked at. Errors block publishing, warnings need a written reason, notes are worth knowing. `npm run portal -- policy lint --program SLUG` says the same of what is published. A test keeps this file.",
    ...parts,
    "## The rules",
    "BOD 20-01 is CISA's Binding Operational Directive of 2 September 2020; it binds federal agencies of the United States and is good advice to others. What can only be missed in the words of a policy is a note, since other words may say it.",
    ruleTable(),
  ].join("\n\n");
  await expect(`${text}\n`).toMatchFileSnapshot("../../../docs/policy-findings.md");
});

test("findings for a terminal", () => {
  const [first, ...others] = lintPolicy(smileDigitalHealthPolicy, { now: NOW });
  if (!first) throw new Error("no finding");
  expect(findingLines([first])).toEqual([
    `warning review-overdue in clause 1.3: ${first.message}`,
    "    Review the policy and sign the review, with or without a change.",
  ]);
  expect(findingLines([{ ...first, reason: "Counsel looks at it." }]).at(-1)).toBe(
    "    Stands, because: Counsel looks at it.",
  );
  expect(countWords([first])).toBe("1 warning");
  expect(countWords([first, ...others])).toBe("2 warnings, 4 notes");
  expect(countWords([])).toBe("nothing to say");
});
