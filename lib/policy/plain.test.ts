import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import { conductRulesOf, exclusionsOf } from "./document";
import { renderMarkdown } from "./markdown";
import { policyMarkdown } from "./plain";

const cardihab = cardihabPolicy("2026-11-22");

describe("policyMarkdown", () => {
  test.each([smileDigitalHealthPolicy, cardihab])("says everything that the document says ($program)", (document) => {
    const text = policyMarkdown(document);
    expect(text.startsWith(`# ${document.title}\n`)).toBe(true);
    for (const clause of document.clauses) expect(text).toContain(` ${clause.key} ${clause.heading}\n`);
    for (const rule of conductRulesOf(document)) expect(text).toContain(rule.text);
    for (const exclusion of exclusionsOf(document)) expect(text).toContain(exclusion.text);
    expect(text).toContain(document.businessDayRule);
    expect(text).not.toMatch(/\n{3,}/);
    expect(renderMarkdown(text, "policy")).not.toMatch(/^<pre/);
  });

  test("a promise is one row of a table", () => {
    expect(policyMarkdown(smileDigitalHealthPolicy)).toContain(
      "| Acknowledge | 2 business days | We will (a firm promise; late means breached) | We acknowledge your message within 2 business days. |",
    );
    expect(policyMarkdown(cardihab)).toContain("| First response | 5 business days | Best effort (a target");
  });
});
