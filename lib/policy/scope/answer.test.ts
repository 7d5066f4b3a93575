import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { exclusionsOf, productsOf } from "../document";
import type { PolicyDocument } from "../schema";
import { NO_PERMISSION, type ScopeQuestion, scopeAnswer } from "./answer";
import { askedScope, NONE_OF_THESE, SOMETHING_ELSE, scopeQuery } from "./question";
import { OWN_WORDS_MAX, type ScopeVerdict } from "./vocabulary";

const cardihab = cardihabPolicy("2026-11-22");

const ask = (question: Partial<ScopeQuestion>): ScopeQuestion => ({
  productId: null,
  other: "",
  exclusions: [],
  noneExcluded: false,
  words: "",
  cwe: null,
  ...question,
});

type Row = [what: string, question: Partial<ScopeQuestion>, verdict: ScopeVerdict, clauses: string[]];

const hapi = { productId: "hapi-fhir" };
const api = { productId: "server-or-api" };
const harmless = { noneExcluded: true };

const SMILE: Row[] = [
  ["a named product, nothing excluded", { ...hapi, ...harmless }, "permitted", ["1.2", "2.1", "2.2", "2.3"]],
  ["the same for injection", { ...hapi, ...harmless, cwe: 89 }, "permitted", ["1.2", "2.1", "2.2", "2.3"]],
  ["denial of service", { ...hapi, exclusions: ["denial-of-service"] }, "not_permitted", ["1.2"]],
  ["physical testing", { ...hapi, exclusions: ["physical-testing"] }, "not_permitted", ["1.2"]],
  ["social engineering", { ...hapi, exclusions: ["social-engineering"] }, "not_permitted", ["1.2"]],
  ["two of them", { ...hapi, exclusions: ["social-engineering", "denial-of-service"] }, "not_permitted", ["1.2"]],
  ["a weakness of an exclusion", { ...hapi, ...harmless, cwe: 400 }, "not_permitted", ["1.2"]],
  ["words of an exclusion", { ...hapi, ...harmless, words: "Phishing of the support desk" }, "not_permitted", ["1.2"]],
  ["words alone", { ...hapi, words: "Fuzz the search" }, "no_permission_stated", ["1.2", "2.1", "2.3"]],
  [
    "words and none of these",
    { ...hapi, ...harmless, words: "Fuzz it" },
    "no_permission_stated",
    ["1.2", "2.1", "2.3"],
  ],
  ["no activity", hapi, "no_permission_stated", ["1.2", "2.1", "2.3"]],
  ["nothing at all", {}, "no_permission_stated", ["1.2", "2.1", "2.3"]],
  ["something else of theirs", { ...harmless, other: "Intranet" }, "no_permission_stated", ["1.2", "2.1", "2.3"]],
  ["a product that is none", { ...harmless, productId: "no-such" }, "no_permission_stated", ["1.2", "2.1", "2.3"]],
  [
    "an exclusion of the other program",
    { ...hapi, exclusions: ["cookie-handling"] },
    "no_permission_stated",
    ["1.2", "2.1", "2.3"],
  ],
  [
    "cookies, which only the other excludes",
    { ...hapi, ...harmless, cwe: 614 },
    "permitted",
    ["1.2", "2.1", "2.2", "2.3"],
  ],
];

const CARDIHAB: Row[] = [
  ["a named product, nothing excluded", { ...api, ...harmless }, "permitted", ["2", "2.3", "2.4", "2.5"]],
  ["the website", { productId: "website", ...harmless, cwe: 79 }, "permitted", ["2", "2.3", "2.4", "2.5"]],
  ["denial of service", { ...api, exclusions: ["denial-of-service"] }, "not_permitted", ["2.4"]],
  ["a man in the middle", { ...api, exclusions: ["mitm-or-physical-access"] }, "not_permitted", ["2.4"]],
  ["software of a third party", { ...api, exclusions: ["third-party"] }, "not_permitted", ["2.4"]],
  ["cookies", { ...api, exclusions: ["cookie-handling"] }, "not_permitted", ["2.4"]],
  ["spam", { ...api, exclusions: ["spam-or-social-engineering"] }, "not_permitted", ["2.4"]],
  ["spoofed mail", { ...api, exclusions: ["email-spoofing"] }, "not_permitted", ["2.4"]],
  ["a cookie without its flag", { ...api, ...harmless, cwe: 614 }, "not_permitted", ["2.4"]],
  ["words of an exclusion", { ...api, words: "Missing DMARC record" }, "not_permitted", ["2.4"]],
  ["a third party's site", { ...harmless, other: "Third-party booking site" }, "not_permitted", ["2.4"]],
  ["words alone", { ...api, words: "Read records of patients" }, "no_permission_stated", ["2", "2.3", "2.4"]],
  ["no activity", api, "no_permission_stated", ["2", "2.3", "2.4"]],
  ["something else", { ...harmless, other: "Pager" }, "no_permission_stated", ["2", "2.3", "2.4"]],
  ["a product of the other program", { ...hapi, ...harmless }, "no_permission_stated", ["2", "2.3", "2.4"]],
  [
    "physical testing, which only the other names",
    { ...api, exclusions: ["physical-testing"] },
    "no_permission_stated",
    ["2", "2.3", "2.4"],
  ],
];

const TABLE = [
  ...SMILE.map((row) => ["Smile Digital Health", smile, ...row] as const),
  ...CARDIHAB.map((row) => ["Cardihab", cardihab, ...row] as const),
];

describe("the truth table of both programs", () => {
  test.each(TABLE)("%s %#", (_program, document, what, question, verdict, clauses) => {
    const answer = scopeAnswer(document, ask(question));
    expect(answer.verdict, what).toBe(verdict);
    expect(answer.clauses.map(({ key }) => key).sort(), what).toEqual(clauses);
    expect(answer.sentences.includes(NO_PERMISSION), what).toBe(verdict !== "permitted");
    for (const sentence of answer.sentences) expect(sentence).toMatch(/^[A-Z].*[.:)]$|^[A-Z].*\.$/);
  });

  test("names every exclusion of both programs", () => {
    for (const [rows, document] of [
      [SMILE, smile],
      [CARDIHAB, cardihab],
    ] as const) {
      const asked = rows.flatMap(([, question]) => question.exclusions ?? []);
      for (const { id } of exclusionsOf(document)) expect(asked).toContain(id);
    }
  });
});

describe("what the answer says", () => {
  test("an authorisation and a promise are not the same", () => {
    expect(scopeAnswer(cardihab, ask({ ...api, ...harmless })).sentences.join(" ")).toContain("It authorises conduct");
    const promised = scopeAnswer(smile, ask({ ...hapi, ...harmless })).sentences.join(" ");
    expect(promised).toContain("no more than a promise");
    expect(promised).toContain("This holds only while you keep to clause 2.3.");
  });

  test("a refusal quotes the clause and says why", () => {
    const { sentences } = scopeAnswer(cardihab, ask({ ...api, cwe: 614, exclusions: ["email-spoofing"] }));
    expect(sentences).toEqual([
      NO_PERMISSION,
      "Clause 2.4 excludes “Cookie handling” (it names CWE-614): Insecure handling of cookies is out of scope.",
      "Clause 2.4 excludes “E-mail spoofing” (you chose it): Issues around the spoofing of e-mail are out of scope.",
    ]);
  });
});

describe("properties", () => {
  const both = fc.constantFrom<PolicyDocument>(smile, cardihab);
  const question = fc.record<ScopeQuestion>({
    productId: fc.constantFrom(null, ...[smile, cardihab].flatMap(productsOf).map(({ key }) => key)),
    other: fc.constantFrom("", "Something"),
    exclusions: fc.subarray([...new Set([smile, cardihab].flatMap(exclusionsOf).map(({ id }) => id))], {
      maxLength: 2,
    }),
    noneExcluded: fc.boolean(),
    words: fc.constantFrom("", "look around", "phishing"),
    cwe: fc.constantFrom(null, 79, 400, 614),
  });

  test("permission never comes without a named product, a clear activity and a safe harbour", () => {
    fc.assert(
      fc.property(both, question, (document, asked) => {
        const { verdict } = scopeAnswer(document, asked);
        if (verdict !== "permitted") return;
        expect(productsOf(document).map(({ key }) => key)).toContain(asked.productId);
        expect([asked.noneExcluded, asked.words, asked.exclusions]).toEqual([true, "", []]);
        const bare = { ...document, clauses: document.clauses.filter(({ kind }) => kind !== "safe_harbour") };
        expect(scopeAnswer(bare, asked).verdict).toBe("no_permission_stated");
        const unscoped = { ...document, clauses: document.clauses.filter(({ kind }) => kind !== "scope") };
        expect(scopeAnswer(unscoped, asked).verdict).toBe("no_permission_stated");
      }),
      { numRuns: 500 },
    );
  });
});

describe("the question in the address", () => {
  test("says everything that is wrong at once, and takes no exclusion without a name or twice", () => {
    expect(askedScope({ product: "", cwe: "x" })).toMatchObject({
      errors: { product: "Choose what you want to test", cwe: "Enter a CWE number like CWE-79" },
    });
    expect(askedScope({ product: "website", activity: ["", "spam", "spam"] })).toMatchObject({
      question: { exclusions: ["spam"] },
    });
  });

  test("an address without one asks nothing", () => {
    expect(askedScope({})).toEqual({ state: "unasked" });
    expect(askedScope({ utm: "1" })).toEqual({ state: "unasked" });
  });

  test("is read, and written the same way", () => {
    const typed = { product: "website", other: "", activity: ["spam"], words: "", cwe: "cwe 79" };
    const asked = askedScope({ product: "website", activity: "spam", cwe: "cwe 79" });
    expect(asked).toMatchObject({ state: "asked", question: { productId: "website", exclusions: ["spam"], cwe: 79 } });
    expect(scopeQuery(typed)).toBe("product=website&activity=spam&cwe=cwe+79");
    expect(askedScope({ product: SOMETHING_ELSE, other: " Pager ", activity: [NONE_OF_THESE] })).toMatchObject({
      state: "asked",
      question: { productId: null, other: "Pager", exclusions: [], noneExcluded: true },
    });
  });

  test.each([
    [{ activity: "spam" }, "product", "Choose what you want to test"],
    [
      { product: "website", activity: ["spam", NONE_OF_THESE] },
      "activity",
      "Choose exclusions, or “None of these”, not both",
    ],
    [{ product: "website", words: "x".repeat(OWN_WORDS_MAX + 1) }, "words", "Use at most 200 characters"],
    [{ product: "website", cwe: "seventy-nine" }, "cwe", "Enter a CWE number like CWE-79"],
  ])("%j is not complete", (query, field, message) => {
    expect(askedScope(query)).toMatchObject({ state: "invalid", errors: { [field]: message } });
  });
});
