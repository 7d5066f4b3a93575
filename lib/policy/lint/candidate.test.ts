import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { policyDocumentSchema } from "../schema";
import { lintCandidate } from "./candidate";
import { FLAWLESS } from "./flawless.test-data";
import { blocksPublishing, lintPolicy } from "./lint";

const CONTEXT = { now: new Date("2026-11-22T12:00:00Z") };
const cardihab = cardihabPolicy("2026-11-22");
const DOCUMENTS = [smile, cardihab, FLAWLESS];

type Path = (string | number)[];

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, inner]) => [
    [...path, name],
    ...leaves(inner, [...path, Array.isArray(value) ? Number(name) : name]),
  ]);
}

function withValue(document: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(document)) {
    return document.map((item, index) => (index === step ? withValue(item, rest, value) : item));
  }
  const members = document as Record<string, unknown>;
  return { ...members, [step]: withValue(members[step], rest, value) };
}

describe("what is published has no error, and what has none can be published", () => {
  test.each(DOCUMENTS.map((document) => [document.title, document] as const))(
    "%s: says what the rules say",
    (_, document) => {
      expect(lintCandidate(document, CONTEXT)).toEqual(lintPolicy(document, CONTEXT));
    },
  );

  const odd = [null, "", "x".repeat(30_000), "~", 5000, [], {}];
  test.each([FLAWLESS, cardihab])("any odd value anywhere is an error wherever the schema refuses it", (document) => {
    for (const [index, path] of leaves(document).entries()) {
      const candidate = withValue(document, path, odd[index % odd.length]);
      if (policyDocumentSchema.safeParse(candidate).success) continue;
      expect(blocksPublishing(lintCandidate(candidate, CONTEXT)), path.join("/")).toBe(true);
    }
  });
});

describe("what is missing or ill formed is told where it is edited", () => {
  test.each([
    [{ ...smile, title: null }, null, "/title", "Title, version and dates: “Title” is not filled in."],
    [
      withValue(smile, ["clauses", 2, "exclusions", 1, "label"], null),
      "1.2",
      "/clauses/2/exclusions/1/label",
      "“As a choice on the form (exclusion 2)” is not filled in.",
    ],
    [withValue(smile, ["clauses", 0, "heading"], ""), "1", "/clauses/0/heading", "“Heading” is not filled in."],
    [
      withValue(smile, ["clauses", 0, "heading"], "x".repeat(301)),
      "1",
      "/clauses/0/heading",
      "“Heading” is longer than 300 characters.",
    ],
    [
      withValue(cardihab, ["clauses", 5, "commitments", 0, "wording"], "Soon."),
      "2.2",
      "/clauses/5/commitments/0/wording",
      "“The promise as a sentence (response time 1)” is not as it should be: say {time} where the promise names its time.",
    ],
    [
      withValue(smile, ["organisation", "offices", 0, "email"], "x"),
      null,
      "/organisation/offices/0/email",
      "Organisation and offices: “E-mail (office 1)” is no e-mail address.",
    ],
    [{ ...smile, clauses: [] }, null, "/clauses", "“Clauses” is not filled in."],
  ])("%#", (candidate, clause, pointer, message) => {
    const findings = lintCandidate(candidate, CONTEXT).filter((finding) => finding.pointer);
    expect(findings).toMatchObject([{ severity: "error", clause, pointer, message }]);
  });

  test("a version of another form hides nothing else, and is told once", () => {
    const rules = (candidate: unknown) => lintCandidate(candidate, CONTEXT).map(({ rule }) => rule);
    expect(rules({ ...smile, version: "1." })).toEqual(["version-missing", ...rules(smile)]);
    expect(rules({ ...smile, businessDayRule: null })).toEqual(["business-day-undefined", ...rules(smile)]);
  });
});
