import { describe, expect, test } from "vitest";
import { policyDocumentSchema } from "../schema";
import { CALENDAR, FLAWLESS, withClause, withoutClause, withText } from "./flawless.test-data";
import { blocksPublishing, lintPolicy } from "./lint";
import { RULE_IDS, RULES, type RuleId } from "./rules";
import type { LintContext, LintSubject } from "./types";

const NOW = new Date("2026-11-22T12:00:00Z");
const KEY = { expires: "2027-11-22T00:00:00Z" };
const CONTEXT: LintContext = { now: NOW, calendar: CALENDAR, key: KEY };
const lint = (subject: LintSubject, more: Partial<LintContext> = {}) => lintPolicy(subject, { ...CONTEXT, ...more });
const short = (subject: LintSubject, more: Partial<LintContext> = {}) =>
  lint(subject, more).map(({ rule, severity, clause }) => `${severity} ${rule} ${clause ?? "-"}`);

/** The flawless policy's commitments in words other than those of the clause. */
const times = (body: string) => withClause("commitment", { body: `${body} Status updates follow.` });
const contact = (body: string) => withClause("contact", { body });
const CONTACT = "Describe the steps. You may stay anonymous.";

type Spoilt = [name: string, subject: LintSubject, finding: string, more?: Partial<LintContext>];
const SPOILT: Partial<Record<RuleId, Spoilt[]>> = {
  "version-missing": [
    ["no version", { ...FLAWLESS, version: null }, "error version-missing -"],
    ["a version in words", { ...FLAWLESS, version: "two" }, "error version-missing -"],
  ],
  "date-missing": [
    ["no date", { ...FLAWLESS, revisedOn: null }, "error date-missing -"],
    ["a day that never was", { ...FLAWLESS, revisedOn: "2026-02-30" }, "error date-missing -"],
  ],
  "contact-missing": [
    ["no address", withClause("contact", { email: null }), "error contact-missing 3"],
    [
      "no clause",
      {
        ...withoutClause("contact"),
        clauses: [...withoutClause("contact").clauses, { kind: "text", key: "6", body: CONTACT }],
      },
      "error contact-missing -",
    ],
  ],
  "security-txt-invalid": [
    ["a name for an address", withClause("contact", { email: "the security team" }), "error security-txt-invalid 3"],
  ],
  "key-missing": [
    ["no key, asked for", FLAWLESS, "warning key-missing 3", { key: null }],
    ["a key nobody looked at, asked for", FLAWLESS, "note key-missing 3", { key: undefined }],
    ["no key, not asked for", contact(CONTACT), "note key-missing -", { key: null }],
  ],
  "key-expired": [["an old key", FLAWLESS, "error key-expired 3", { key: { expires: "2026-11-22T12:00:00Z" } }]],
  "key-expires-soon": [
    ["14 days left", FLAWLESS, "warning key-expires-soon 3", { key: { expires: "2026-12-06T12:00:00Z" } }],
  ],
  "review-overdue": [
    ["a day late", { ...FLAWLESS, reviewedOn: "2025-11-21" }, "warning review-overdue 5"],
    [
      "never reviewed, revised long ago",
      { ...FLAWLESS, reviewedOn: null, revisedOn: "2025-01-01" },
      "warning review-overdue 5",
    ],
    // 00:30 on the 23rd in Oslo.
    [
      "late by the program's clock",
      { ...FLAWLESS, reviewedOn: "2025-11-22" },
      "warning review-overdue 5",
      { now: new Date("2026-11-22T23:30:00Z") },
    ],
  ],
  "business-day-undefined": [
    ["no rule", { ...FLAWLESS, businessDayRule: null }, "error business-day-undefined 3.1"],
    ["no calendar", { ...FLAWLESS, calendar: null }, "error business-day-undefined 3.1"],
  ],
  "calendar-differs": [
    ["an older calendar", FLAWLESS, "error calendar-differs -", { calendar: { ...CALENDAR, version: 2 } }],
    ["another zone", FLAWLESS, "error calendar-differs -", { calendar: { ...CALENDAR, zone: "Asia/Tokyo" } }],
  ],
  "promise-differs": [
    ["figures", times("We acknowledge a report within 5 business days."), "warning promise-differs 3.1"],
    ["words", times("An acknowledgement follows within four working days."), "warning promise-differs 3.1"],
    ["another kind of day", times("We acknowledge a report within three days."), "warning promise-differs 3.1"],
    ["hours", withText("Reports are triaged in 72 hours."), "warning promise-differs 9"],
    ["the summary", { ...FLAWLESS, summary: "We verify each report within three weeks." }, "warning promise-differs -"],
    ["one of two", withText("We acknowledge in 3 business days and verify in a month."), "warning promise-differs 9"],
    [
      "a summary of the safe harbour",
      withClause("safe_harbour", { summary: ["We confirm receipt within a day."] }),
      "warning promise-differs 2.3",
    ],
  ],
  "promise-untyped": [
    ["a fix", withText("Critical flaws are fixed within thirty days."), "warning promise-untyped 9"],
    ["a reply", withText("You get a reply in one (1) week."), "warning promise-untyped 9"],
  ],
  "disclosure-limit-differs": [
    [
      "days",
      withClause("disclosure", { body: "Please wait 120 days before you publish." }),
      "warning disclosure-limit-differs 4",
    ],
    ["a month", withText("Nothing is disclosed for a month."), "warning disclosure-limit-differs 9"],
  ],
  "clause-number-twice": [
    [
      "two clauses 1",
      { ...FLAWLESS, clauses: [...FLAWLESS.clauses, { key: "1", kind: "text", body: "Again." }] },
      "error clause-number-twice 1",
    ],
  ],
  "anchor-broken": [
    ["a clause that is not there", withText("See [the rules](#2.9)."), "error anchor-broken 9"],
    ["a heading", withText("See [the rules](#rules)."), "error anchor-broken 9"],
    ["by the page's path", withText("See [it](/programs/harbour-works/policy#7)."), "error anchor-broken 9"],
    ["by a definition", withText("See [it][x].\n\n[x]: #7"), "error anchor-broken 9"],
  ],
  "clause-reference-broken": [
    ["one", withText("As clause 2.9 says."), "warning clause-reference-broken 9"],
    ["one of two", withText("Clauses 2.2 and 2.7 apply."), "warning clause-reference-broken 9"],
    ["a section", withText("Section 8.1 of this policy applies."), "warning clause-reference-broken 9"],
  ],
  "placeholder-left": [
    ["the company", withText("[Company] is glad of it."), "error placeholder-left 9"],
    ["shouted", withText("Write to [INSERT EMAIL HERE]."), "error placeholder-left 9"],
    ["angle brackets", withText("Write to <your company>."), "error placeholder-left 9"],
    ["curly brackets", withText("Write to {{ vendor }}."), "error placeholder-left 9"],
    ["a note to oneself", withText("TBD"), "error placeholder-left 9"],
    [
      "in a rule",
      withClause("conduct", { rules: [{ id: "a", text: "Do not share data of [Organisation name]." }] }),
      "error placeholder-left 2.2",
    ],
  ],
  "standard-superseded": [
    ["in a clause", withText("Certified to ISO/IEC 27001:2013."), "warning standard-superseded 9"],
    ["with other marks", withText("Certified to ISO 27001-2013, says ISO27001:2013."), "warning standard-superseded 9"],
    [
      "in the register",
      {
        ...FLAWLESS,
        securityProgram: { ...FLAWLESS.securityProgram, standards: [{ name: "ISO 22301", edition: "2012" }] },
      },
      "warning standard-superseded -",
    ],
    ["guidance", withText("We follow ISO/IEC 29147:2014."), "note standard-superseded 9"],
  ],
  "certificate-expired": [
    ["one that has ended", FLAWLESS, "warning certificate-expired -", { now: new Date("2027-01-02T00:00:00Z") }],
  ],
  "bod-20-01-a-i": [
    ["no products", withClause("scope", { products: [] }), "warning bod-20-01-a-i 2"],
    ["no clause", { ...withoutClause("scope"), clauses: withoutClause("scope").clauses }, "warning bod-20-01-a-i -"],
  ],
  "bod-20-01-a-ii-tests": [
    [
      "neither exclusions nor rules",
      {
        ...FLAWLESS,
        clauses: FLAWLESS.clauses.map((clause) =>
          clause.kind === "exclusion" || clause.kind === "conduct"
            ? { key: clause.key, kind: "text" as const, body: "Do not share personal data." }
            : clause,
        ),
      },
      "warning bod-20-01-a-ii-tests -",
    ],
  ],
  "bod-20-01-a-ii-personal-data": [
    [
      "other rules",
      withClause("conduct", { rules: [{ id: "a", text: "Be kind." }] }),
      "note bod-20-01-a-ii-personal-data -",
    ],
  ],
  "bod-20-01-a-iii-contents": [
    ["nothing asked for", contact("You may stay anonymous. Use OpenPGP."), "note bod-20-01-a-iii-contents -"],
  ],
  "bod-20-01-a-iii-anonymous": [
    ["not said", contact("Describe the steps. Use OpenPGP."), "note bod-20-01-a-iii-anonymous -"],
  ],
  "bod-20-01-a-iv-legal-action": [
    [
      "not promised",
      withClause("safe_harbour", { promises: ["authorised_conduct"] }),
      "warning bod-20-01-a-iv-legal-action 2.3",
    ],
  ],
  "bod-20-01-a-iv-authorised": [
    [
      "not called so",
      withClause("safe_harbour", { promises: ["no_legal_action"] }),
      "note bod-20-01-a-iv-authorised 2.3",
    ],
  ],
  "bod-20-01-a-v-acknowledgement": [
    [
      "no time",
      withClause("commitment", { body: "Status updates follow.", commitments: [] }),
      "warning bod-20-01-a-v-acknowledgement -",
    ],
  ],
  "bod-20-01-a-v-transparency": [
    ["no pledge", withClause("commitment", { body: "" }), "note bod-20-01-a-v-transparency -"],
  ],
  "bod-20-01-c-i": [
    ["a name", withText("You must give us your real name."), "warning bod-20-01-c-i 9"],
    ["not anonymous", withText("Anonymous reports are not accepted."), "warning bod-20-01-c-i 9"],
  ],
  "bod-20-01-c-ii": [
    ["vetted", withText("Only vetted researchers may test."), "warning bod-20-01-c-ii 9"],
    ["a nationality", withText("Testing is limited to US persons."), "warning bod-20-01-c-ii 9"],
  ],
  "bod-20-01-c-iii": [
    ["consent", withClause("disclosure", { body: "", limitDays: null }), "warning bod-20-01-c-iii 4"],
    [
      "the organisation alone",
      withClause("disclosure", { body: "", limitDays: null, rule: "organisation_publishes" }),
      "warning bod-20-01-c-iii 4",
    ],
    [
      "a rule of conduct",
      {
        ...withoutClause("disclosure"),
        clauses: withoutClause("disclosure").clauses.map((clause) =>
          clause.kind === "conduct"
            ? {
                ...clause,
                rules: [...clause.rules, { id: "quiet", text: "Never disclose a vulnerability unless we agree." }],
              }
            : clause,
        ),
      },
      "warning bod-20-01-c-iii 2.2",
    ],
    [
      "a clause whose kind of rule is still open",
      withClause("disclosure", {
        body: "Please do not publish any details of the flaw.",
        limitDays: null,
        rule: "coordinated",
      }),
      "warning bod-20-01-c-iii 4",
    ],
  ],
  "bod-20-01-c-iv": [
    ["handed on", withText("Reports may enter the Vulnerabilities Equities Process."), "warning bod-20-01-c-iv 9"],
  ],
};

describe("each rule", () => {
  test("has nothing to say about a policy without a flaw, which is a valid document", () => {
    expect(policyDocumentSchema.parse(FLAWLESS)).toEqual(FLAWLESS);
    expect(lint(FLAWLESS)).toEqual([]);
    expect(lint(FLAWLESS, { calendar: undefined })).toEqual([]);
  });

  const cases = RULE_IDS.flatMap((rule) =>
    (SPOILT[rule] ?? []).map(([name, subject, finding, more]) => ({ rule, name, subject, finding, more })),
  );
  test.each(cases)("$rule: $name", ({ rule, subject, finding, more }) => {
    expect(short(subject, more)).toEqual([finding]);
    const [only] = lint(subject, more);
    expect(only?.rule).toBe(rule);
    expect(only?.message).toMatch(/\.$/);
    expect(only?.advice).toMatch(/\.$/);
    expect(blocksPublishing(lint(subject, more))).toBe(finding.startsWith("error"));
  });

  test("has a case, an id of lower-case words and a source", () => {
    // What has no form is told by lintCandidate: candidate.test.ts.
    expect(RULE_IDS.filter((rule) => !SPOILT[rule])).toEqual(["format-invalid", "value-missing"]);
    for (const rule of RULE_IDS) {
      expect(rule).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
      expect(RULES[rule].source.length).toBeGreaterThan(10);
    }
  });

  test("names what it found", () => {
    const [differs] = lint(times("We acknowledge a report within five business days."));
    expect(differs?.message).toContain("“five business days”");
    expect(differs?.message).toContain("3 business days");
    expect(lint(withText("As clause 2.9 says."))[0]?.message).toContain("clause 2.9");
    expect(lint(withText("[Company]"))[0]?.message).toContain("“[Company]”");
  });
});
