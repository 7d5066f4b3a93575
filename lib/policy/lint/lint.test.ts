import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { reviewState } from "../review";
import type { PolicyDocument } from "../schema";
import { CALENDAR, FLAWLESS, withText } from "./flawless.test-data";
import { blocksPublishing, lintPolicy } from "./lint";
import type { LintContext, LintSubject } from "./types";

const NOW = new Date("2026-11-22T12:00:00Z");
const KEY = { expires: "2027-11-22T00:00:00Z" };
const CONTEXT: LintContext = { now: NOW, calendar: CALENDAR, key: KEY };
const lint = (subject: LintSubject, more: Partial<LintContext> = {}) => lintPolicy(subject, { ...CONTEXT, ...more });
const short = (subject: LintSubject, more: Partial<LintContext> = {}) =>
  lint(subject, more).map(({ rule, severity, clause }) => `${severity} ${rule} ${clause ?? "-"}`);

describe("what is no flaw", () => {
  test.each([
    ["a week for seven days", "We verify reports within fourteen days."],
    ["the same time in words", "We acknowledge within three (3) working days."],
    ["how often", "We patch our own servers every 30 days and triage twice a day."],
    ["long ago", "We first responded to a report 12 years ago."],
    ["what is asked of the reader", "If you do not reply within 30 days, we close the report."],
    ["a time of something else", "We keep your report for 3 years. Cookies last 2 hours."],
    ["a link to a clause", "See [rules](#2.2), [promises](#promises) and [the form](https://example.org/policy#7)."],
    [
      "somebody else's clause",
      "As ISO/IEC 29147:2018, clause 6.2.5, and section 512 of the Act say; see clause 9.1 of that standard.",
    ],
    ["code", "Send `[Company](#nowhere)` as it stands."],
    [
      "brackets that mean something",
      "Tick [x] a box, read [the rules][r] [sic], write to <mailto:a@example.org>.\n\n[r]: #2.2",
    ],
    ["a standard of today", "We follow ISO/IEC 29147:2018, ISO 27002:2022 and ISO/IEC 27001."],
    ["disclosure by the policy's own limit", "You may publish after ninety days."],
    ["a ban on passing on data", "Never disclose personal data."],
  ])("%s", (_name, body) => expect(short(withText(body))).toEqual([]));

  test("a review on its last day, a key with 15 days, a key without end", () => {
    expect(short({ ...FLAWLESS, reviewedOn: "2025-11-22" })).toEqual([]);
    expect(short(FLAWLESS, { key: { expires: "2026-12-07T12:00:00Z" } })).toEqual([]);
    expect(short(FLAWLESS, { key: { expires: null } })).toEqual([]);
  });

  test("a rule of conduct about data is no ban on disclosing a vulnerability", () => {
    const text = "Report each issue at once. Do not disclose personal data from a report to others.";
    const rules = [{ id: "a", text }];
    const clauses = FLAWLESS.clauses.flatMap((clause) =>
      clause.kind === "disclosure" ? [] : [clause.kind === "conduct" ? { ...clause, rules } : clause],
    );
    expect(short({ ...FLAWLESS, clauses })).toEqual([]);
  });

  test("any unrelated text, wherever it is put", () => {
    const word = fc.constantFrom(
      ...(
        "the crane lifts a box over our quay at dawn and nobody minds rain or wind because every gull knows where " +
        "fish are kept under blue sails near harbour lights while ropes creak"
      ).split(" "),
    );
    const prose = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => `${words.join(" ")}.`);
    fc.assert(
      fc.property(
        fc.constantFrom<PolicyDocument>(FLAWLESS, smile, cardihabPolicy("2026-11-22")),
        prose,
        fc.nat(),
        (document, body, at) => {
          const clauses = [...document.clauses];
          clauses.splice(at % (clauses.length + 1), 0, { key: "42", heading: "Elsewhere", kind: "text", body });
          expect(lintPolicy({ ...document, clauses }, { now: NOW })).toEqual(lintPolicy(document, { now: NOW }));
        },
      ),
    );
  });
});

describe("the two demonstration policies", () => {
  const worse = (document: PolicyDocument, more: Partial<LintContext>) =>
    lintPolicy(document, { now: NOW, ...more }).filter(({ severity }) => severity !== "note");

  test("the first is late with its review and sets no time limit on disclosure", () => {
    const findings = worse(smile, { key: null });
    expect(findings.map(({ rule, severity, clause }) => [rule, severity, clause])).toEqual([
      ["review-overdue", "warning", "1.3"],
      ["bod-20-01-c-iii", "warning", "2.3.4"],
    ]);
    expect(findings[0]?.message).toContain("overdue since 2026-04-22");
  });

  test("the second keeps exactly two warnings with a key, as the contract says, and a third without one", () => {
    const cardihab = cardihabPolicy("2026-11-22");
    const two = [
      ["standard-superseded", "1.1"],
      ["bod-20-01-c-iii", "2.6"],
    ];
    const rules = (more: Partial<LintContext>) => worse(cardihab, more).map(({ rule, clause }) => [rule, clause]);
    expect(rules({ key: KEY })).toEqual(two);
    expect(rules({})).toEqual(two);
    expect(rules({ key: null })).toEqual([two[0], ["key-missing", "2.1"], two[1]]);
  });

  test("neither has an error", () => {
    for (const document of [smile, cardihabPolicy("2026-11-22")]) {
      expect(blocksPublishing(lintPolicy(document, { now: NOW, key: KEY }))).toBe(false);
    }
  });

  test("the review is late for the linter at the instant at which it is late for the page", () => {
    for (const instant of ["2026-04-23T03:59:59.999Z", "2026-04-23T04:00:00Z"]) {
      const now = new Date(instant);
      const late = lintPolicy(smile, { now }).some(({ rule }) => rule === "review-overdue");
      expect(late).toBe(reviewState(smile, now).state === "overdue");
    }
  });
});

describe("a draft with almost nothing in it", () => {
  test("is linted, and blocked", () => {
    expect(short({}, { key: null }).filter((finding) => finding.startsWith("error"))).toEqual([
      "error version-missing -",
      "error date-missing -",
      "error contact-missing -",
    ]);
  });

  test("may have nulls anywhere", () => {
    const kinds = [
      "text",
      "scope",
      "exclusion",
      "conduct",
      "commitment",
      "safe_harbour",
      "disclosure",
      "reward",
      "contact",
      "governance",
    ] as const;
    const clauses = kinds.map((kind) => ({ kind, key: null, heading: null, body: null }));
    const subject = { clauses, securityProgram: null, calendar: { zone: "Nowhere/Land" }, revisedOn: "2020-01-01" };
    expect(blocksPublishing(lintPolicy(subject as LintSubject, { now: NOW }))).toBe(true);
  });

  test("business days in the text alone need a rule too", () => {
    const subject: LintSubject = { clauses: [{ kind: "text", key: "1", body: "We respond within two working days." }] };
    expect(short(subject)).toContain("error business-day-undefined 1");
    expect(short(subject)).toContain("warning promise-untyped 1");
    expect(short(subject).join()).not.toContain("acknowledgement");
  });
});
