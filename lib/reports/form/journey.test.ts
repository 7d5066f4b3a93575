import { describe, expect, it } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import type { PolicyDocument } from "../../policy/schema";
import { type Answers, STEPS } from "./answers";
import { attestationsOf } from "./attestation";
import type { Lookups } from "./formats";
import { brokenSteps, canVisit, journeyOf, placeOf, stopAfter } from "./journey";
import { asTyped } from "./judge";
import { changedClauses } from "./policy-change";
import { reportForm } from "./report-form";
import { readForm, reportSchema, stepOf } from "./schema";
import { scopeMatchesOf, signsOfSeveral } from "./scope-warnings";
import { storedAnswersSchema } from "./stored-answers";
import { helpfulBlanks, reportSections } from "./summary";

const cardihab = cardihabPolicy("2026-11-02");
const lookups: Lookups = { today: "2026-11-22" };

const MINIMAL: Answers = {
  productId: "website",
  outOfScope: ["none"],
  exposed: "no",
  title: "SQL injection in /export",
  details: "x".repeat(60),
  onlyOne: "yes",
  identity: "none",
  policyVersion: "1.0",
  accepted: "yes",
  conduct: "followed",
};

/** A draft in which every step was saved. */
function everySeen(answers: Answers, policy: PolicyDocument = cardihab): Answers {
  const fields = reportForm(policy).flatMap((form) => form.fields);
  return { ...asTyped(fields, {}), ...answers };
}

describe("the journey", () => {
  it("starts at the first step and opens nothing beyond it", () => {
    const journey = journeyOf(cardihab, {}, lookups);
    expect(journey.next).toBe("scope");
    expect([...STEPS, "check" as const].filter((step) => canVisit(journey, step))).toEqual(["scope"]);
  });

  it("asks for steps without required questions too before it goes on", () => {
    const journey = journeyOf(cardihab, { productId: "website", outOfScope: ["none"], exposed: "no" }, lookups);
    expect(journey.next).toBe("product");
    expect(canVisit(journey, "details")).toBe(false);
    expect(canVisit(journey, "exposure")).toBe(true);
  });

  it("opens the check page once all nine steps are done, and the strict schema agrees", () => {
    const answers = everySeen(MINIMAL);
    const journey = journeyOf(cardihab, answers, lookups);
    expect(journey.next).toBeNull();
    expect(canVisit(journey, "check")).toBe(true);
    expect(reportSchema(cardihab, lookups).parse(answers)).toEqual(MINIMAL);
  });

  it("lists only the steps that a new policy breaks", () => {
    const later: PolicyDocument = { ...cardihab, version: "1.1" };
    const broken = brokenSteps(journeyOf(later, everySeen(MINIMAL), lookups));
    expect(broken.map(({ step }) => step)).toEqual(["agree"]);
    const [agree] = broken;
    expect(agree?.problems[0]?.message).toBe("The policy changed while you were writing — read what changed");
  });

  it("drops answers that a policy no longer asks for, and refuses keys that no form knows", () => {
    const smile = { ...everySeen(MINIMAL), productId: "hapi-fhir", policyVersion: "1.2" };
    const product = reportForm(smileDigitalHealthPolicy)[0]?.fields[0];
    const key = product?.kind === "choice" ? (product.choices[0]?.value ?? "") : "";
    const parsed = reportSchema(smileDigitalHealthPolicy, lookups).parse({ ...smile, productId: key });
    expect(parsed.onlyOne).toBeUndefined();
    expect(reportSchema(cardihab, lookups).safeParse({ ...MINIMAL, role: "admin" }).success).toBe(false);
    expect(storedAnswersSchema.safeParse({ ...MINIMAL, role: "admin" }).success).toBe(false);
  });
});

describe("where Continue leads", () => {
  const at = (answers: Answers) => journeyOf(cardihab, answers, lookups);
  it("to the next step, also when a later one is open", () => {
    expect(stopAfter(at(MINIMAL), MINIMAL, "scope", "step", false)).toEqual({ step: "exposure", part: "step" });
  });
  it("to the interruption page when an exclusion was ticked, and on from there", () => {
    const answers: Answers = { ...everySeen(MINIMAL), outOfScope: ["third-party"], scopeRationale: "x".repeat(20) };
    expect(stopAfter(at(answers), answers, "scope", "step", false)).toEqual({ step: "scope", part: "notice" });
    expect(stopAfter(at(answers), answers, "scope", "notice", false)).toEqual({ step: "exposure", part: "step" });
    expect(stopAfter(at(answers), answers, "scope", "notice", true)).toEqual({ step: "check", part: "step" });
  });
  it("stops whoever saw data", () => {
    const answers: Answers = { ...MINIMAL, exposed: "yes" };
    expect(stopAfter(at(answers), answers, "exposure", "step", false)).toEqual({ step: "exposure", part: "notice" });
    const unsure: Answers = { ...MINIMAL, exposed: "not_sure" };
    expect(stopAfter(at(unsure), unsure, "exposure", "step", false).part).toBe("step");
  });
  it("back to the check page after a change, unless the change opened something", () => {
    const done = everySeen(MINIMAL);
    expect(stopAfter(at(done), done, "details", "step", true)).toEqual({ step: "check", part: "step" });
    const opened = { ...done, alreadyPublic: "yes" };
    expect(stopAfter(at(opened), opened, "details", "step", true)).toEqual({ step: "impact", part: "step" });
  });
  it("says where one is", () => {
    expect(placeOf(at(MINIMAL), "details")).toBe(3);
  });
});

describe("reading a form", () => {
  const fields = reportForm(cardihab)[0]?.fields ?? [];
  it("takes lists with and without brackets and leaves the portal's own fields", () => {
    const read = readForm(fields, { _rev: "1", productId: "website", "outOfScope[]": ["none"] });
    expect(read).toEqual({ raw: { productId: "website", outOfScope: ["none"] }, unexpected: [] });
    expect(readForm(fields, { outOfScope: "none" }).raw).toEqual({ outOfScope: "none" });
  });
  it("names what it did not ask for, and single answers given twice", () => {
    const read = readForm(fields, { state: "resolved", productId: ["website", "mobile-app"], title: "x" });
    expect(read.unexpected).toEqual(["state", "productId", "title"]);
  });
  it("knows the step of an answer", () => {
    expect(stepOf(cardihab, "title")).toBe("details");
    expect(stepOf(cardihab, "role")).toBeUndefined();
  });
});

describe("the summary", () => {
  it("has nine sections with every question asked, blank ones included", () => {
    const sections = reportSections(cardihab, MINIMAL);
    expect(sections.map(({ step }) => step)).toEqual([...STEPS]);
    const scope = sections[0]?.rows;
    expect(scope).toEqual([
      { key: "productId", label: "Which product is it in?", value: { kind: "text", text: "Website" }, nudged: false },
      {
        key: "outOfScope",
        label: "Does any of these describe it?",
        value: { kind: "list", items: ["None of these"] },
        nudged: false,
      },
    ]);
    const exposure = sections[1]?.rows.map(({ key }) => key);
    expect(exposure).toEqual(["exposed"]);
  });

  it("names the blanks that would help most, without those that a tick has answered", () => {
    const keys = (answers: Answers) => helpfulBlanks(reportSections(cardihab, answers)).map(({ key }) => key);
    expect(keys(MINIMAL)).toContain("productVersion");
    expect(keys(MINIMAL)).toContain("steps");
    expect(keys(MINIMAL)).not.toContain("tools");
    expect(keys({ ...MINIMAL, productVersionUnknown: "yes", productVersion: "" })).not.toContain("productVersion");
    expect(keys({ ...MINIMAL, stepsUnreliable: "yes", stepsUnreliableWhy: "races" })).not.toContain("steps");
  });

  it("lets a tick speak for the blank that it stands in for", () => {
    const rows = (answers: Answers) =>
      reportSections(cardihab, { ...MINIMAL, ...answers }).flatMap((section) => section.rows);
    const unknown = rows({ productVersion: "", productVersionUnknown: "yes" });
    expect(unknown.find(({ key }) => key === "productVersion")).toMatchObject({
      value: { kind: "text", text: "I don’t know" },
      nudged: false,
    });
    expect(unknown.map(({ key }) => key)).not.toContain("productVersionUnknown");
    const both = rows({ steps: "1. Try again", stepsUnreliable: "yes", stepsUnreliableWhy: "It races" });
    expect(both.map(({ key }) => key)).toEqual(
      expect.arrayContaining(["steps", "stepsUnreliable", "stepsUnreliableWhy"]),
    );
    expect(rows({}).map(({ key }) => key)).not.toContain("conditionsNone");
  });

  it("keeps code as raw text and addresses as addresses", () => {
    const rows = reportSections(cardihab, { ...MINIMAL, poc: " <script> ", urls: ["https://example.com"] }).flatMap(
      (section) => section.rows,
    );
    expect(rows.find(({ key }) => key === "poc")?.value).toEqual({ kind: "raw", text: " <script> " });
    expect(rows.find(({ key }) => key === "urls")?.value).toEqual({
      kind: "addresses",
      items: ["https://example.com"],
    });
  });
});

describe("what the policy makes of the answers", () => {
  it("attests every conduct rule by its id with the one statement", () => {
    const attested = attestationsOf(cardihab, { conduct: "differently", conductNote: "…" });
    expect(attested).toHaveLength(6);
    expect(new Set(attested.map(({ ruleId }) => ruleId)).size).toBe(6);
    expect(attested.every(({ statement, text }) => statement === "differently" && text.length > 0)).toBe(true);
    expect(attestationsOf(smileDigitalHealthPolicy, { conduct: "followed" })).toHaveLength(8);
    expect(attestationsOf(cardihab, {})).toEqual([]);
  });

  it("warns with the clause when an exclusion fits, ticked or not", () => {
    const ticked = scopeMatchesOf(cardihab, { ...MINIMAL, outOfScope: ["third-party"] });
    expect(ticked.map(({ exclusion, ticked }) => [exclusion.id, ticked])).toEqual([["third-party", true]]);
    expect(ticked[0]?.exclusion.clause).toMatch(/^\d/);
    const byWord = scopeMatchesOf(cardihab, { ...MINIMAL, title: "E-mail spoofing of support" });
    expect(byWord.map(({ exclusion }) => exclusion.id)).toContain("email-spoofing");
  });

  it("notices several vulnerabilities only where the policy asks for one per report", () => {
    const several: Answers = {
      cweChoice: "yes",
      cweIds: ["CWE-79", "CWE-89"],
      urls: ["https://a.example/", "https://b.example/"],
    };
    expect(signsOfSeveral(cardihab, several)).toEqual([
      "It names 2 kinds of weakness.",
      "It names addresses on 2 hosts.",
    ]);
    expect(signsOfSeveral(smileDigitalHealthPolicy, several)).toEqual([]);
    expect(signsOfSeveral(cardihab, MINIMAL)).toEqual([]);
  });

  it("lists the clauses that changed between two versions", () => {
    const [first, second, ...rest] = cardihab.clauses;
    if (!first || !second) throw new Error("the policy has clauses");
    const now: PolicyDocument = {
      ...cardihab,
      clauses: [{ ...first, body: `${first.body} More.` }, ...rest, { ...second, key: "99" }],
    };
    expect(changedClauses(cardihab, cardihab)).toEqual([]);
    expect(changedClauses(cardihab, now)).toEqual([
      { key: first.key, heading: first.heading, how: "changed" },
      { key: "99", heading: second.heading, how: "new" },
      { key: second.key, heading: second.heading, how: "removed" },
    ]);
  });
});
