import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { importPolicy } from "./import";
import type { PolicyDraft } from "./schema";
import type { ImportResult } from "./types";

/** Policies in styles on which the importer once failed. Each row is read off the text by a person. */

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");
const cache = new Map<string, ImportResult>();
function read(name: string): ImportResult {
  const hint = name.endsWith(".md") ? ("markdown" as const) : undefined;
  const known =
    cache.get(name) ?? importPolicy({ text: fixture(name), programSlug: "example", ...(hint ? { hint } : {}) });
  cache.set(name, known);
  return known;
}

type Clause = PolicyDraft["clauses"][number];
const of = <K extends Clause["kind"]>(name: string, kind: K) =>
  read(name).draft.clauses.filter((clause): clause is Extract<Clause, { kind: K }> => clause.kind === kind);
const promises = (name: string) =>
  [...of(name, "commitment"), ...of(name, "contact")]
    .flatMap((clause) => clause.commitments ?? [])
    .map(({ clock, amount, unit, rigidity, severity }) =>
      [clock, amount, unit, String(rigidity), ...(severity ? [severity] : [])].join(" "),
    )
    .sort();
const rules = (name: string) => of(name, "conduct").flatMap((clause) => clause.rules.map(({ text }) => text));
const exclusions = (name: string) =>
  of(name, "exclusion").flatMap((clause) => clause.exclusions.map(({ kind, label }) => `${kind}: ${label}`));
const products = (name: string) => of(name, "scope").flatMap((clause) => clause.products.map((one) => one.name));
const notes = (name: string, topic: string) =>
  read(name)
    .findings.filter((finding) => finding.topic === topic)
    .map(({ what }) => what);

describe("what each says of itself", () => {
  test.each([
    ["flat-paste.txt", "Security Research Policy", null, null],
    ["agency.html", "How to report security problems", "3.2", "2026-02-09"],
    ["history.md", "Vulnerability handling at Proseware", "2.0", "2025-08-19"],
    ["township.md", "Reporting weaknesses to the Township of Voorbeek", null, null],
    ["device-maker.txt", "TREYRESEARCH PUMPS LTD - PRODUCT SECURITY STATEMENT", null, "2026-01-11"],
    ["core-terms.md", null, null, null],
    ["bold-headings.md", "Reporting faults in our systems", null, "2024-10-20"],
    ["project.md", "Security policy", null, null],
    ["two-voices.txt", "Disclosure Statement of Lucerne Publishing", null, null],
    ["campus.txt", null, null, "2024-06-03"],
    ["maker-pasted.txt", null, null, null],
  ])("%s", (name, title, version, revisedOn) => {
    expect(read(name).draft).toMatchObject({ title, version, revisedOn, reviewedOn: null });
  });

  test("a letter for a version, a month for a date and a day that a table of changes gives are not certain", () => {
    expect(notes("device-maker.txt", "version")).toEqual([expect.stringContaining("version D")]);
    expect(notes("device-maker.txt", "date")).toContainEqual(expect.stringContaining("March 2027"));
    const found = read("history.md").findings.filter(({ topic }) => topic === "version" || topic === "date");
    expect(found.map(({ confidence }) => confidence)).toEqual(["likely", "likely"]);
  });
});

describe("what each promises, and nothing else", () => {
  test.each([
    ["flat-paste.txt", ["acknowledge 3 business_day null", "verify 2 week MUST"]],
    ["agency.html", ["acknowledge 3 business_day MUST"]],
    ["history.md", ["acknowledge 4 business_day null", "fix 90 day BEST_EFFORT"]],
    ["township.md", ["first_response 4 day MUST", "fix 45 day BEST_EFFORT"]],
    ["device-maker.txt", ["acknowledge 2 business_day MUST", "fix 120 day TYPICAL", "verify 10 business_day MUST"]],
    ["core-terms.md", []],
    ["bold-headings.md", ["first_response 8 day MUST"]],
    ["project.md", ["first_response 4 day TYPICAL", "verify 6 day BEST_EFFORT"]],
    [
      "two-voices.txt",
      ["acknowledge 2 business_day MUST", "acknowledge 5 business_day MUST", "fix 10 day MUST critical"],
    ],
    [
      "campus.txt",
      [
        "acknowledge 24 hour MUST",
        "fix 25 day SHOULD high",
        "fix 25 day SHOULD medium",
        "fix 50 day BEST_EFFORT",
        "fix 8 day MUST critical",
        "verify 6 business_day MUST",
      ],
    ],
    [
      "maker-pasted.txt",
      [
        "acknowledge 11 business_day SHOULD",
        "fix 31 day null high",
        "fix 9 day null critical",
        "fix 91 day null medium",
      ],
    ],
  ])("%s", (name, expected) => expect(promises(name)).toEqual(expected));

  test.each([
    ["flat-paste.txt", [60]],
    ["device-maker.txt", [150]],
    ["core-terms.md", [75]],
    ["project.md", [80]],
    ["township.md", [null]],
    ["campus.txt", [42]],
    ["maker-pasted.txt", [100]],
  ])("%s: days until a finder may publish", (name, days) => {
    expect(of(name, "disclosure").map(({ rule, limitDays }) => [rule, limitDays])).toEqual(
      days.map((limit) => ["coordinated", limit]),
    );
  });

  test("two times for one promise are both kept, neither as certain, and said", () => {
    const found = read("two-voices.txt").findings.filter(({ what }) => what.startsWith("acknowledge within"));
    expect(found.map(({ confidence }) => confidence)).toEqual(["likely", "likely"]);
    expect(notes("two-voices.txt", "time")).toContainEqual(
      expect.stringContaining("2 business days, and within 5 business days"),
    );
  });
});

describe("what a finder may and may not do", () => {
  test.each([
    ["township.md", 4, "Not to use force"],
    ["device-maker.txt", 3, "Do not touch a pump"],
    ["bold-headings.md", 3, "do not keep them"],
    ["core-terms.md", 5, "Report at once"],
    ["campus.txt", 6, "Not allowed: placing malware"],
    ["maker-pasted.txt", 5, "Do not sell what you found"],
  ])("%s has %i rules", (name, count, part) => {
    expect(rules(name)).toHaveLength(count);
    expect(rules(name).join("\n")).toContain(part);
  });

  test("a rule that is asked for is never turned into a ban, nor what is promised into a rule", () => {
    expect(rules("core-terms.md").filter((rule) => /^Do not (?:keep|report|avoid)/i.test(rule))).toEqual([]);
    expect(rules("core-terms.md").join()).not.toMatch(/talk with you|recognise/);
    expect(rules("maker-pasted.txt").join()).not.toContain("Acknowledge");
    expect(rules("campus.txt").join()).not.toMatch(/address of the host|42 days|nevertheless/);
  });

  test.each([
    [
      "flat-paste.txt",
      ["activity: denial of service", "vulnerability_class: junk mail", "vulnerability_class: tricking our staff"],
    ],
    [
      "agency.html",
      [
        "activity: Flooding a service",
        "activity: Visits to locks, offices or pumping stations",
        "asset: Any service not named here, such as a tenant's web shop",
        "vulnerability_class: Problems in products of our suppliers",
      ],
    ],
    [
      "bold-headings.md",
      ["activity: Climbing through windows", "activity: Calls to the front desk under a false name"],
    ],
  ])("%s: exclusions", (name, expected) => expect(exclusions(name)).toEqual(expected));

  test.each([
    ["agency.html", ["*.canals.example", "Berth booking at berths.example"]],
    ["maker-pasted.txt", ["Glucose meters", "The reading station"]],
    ["device-maker.txt", ["Syringe pump, series 40 and 50", "Ward server, release 6 and later"]],
  ])("%s: products", (name, expected) => expect(products(name)).toEqual(expected));
});

describe("the law, money, names and addresses", () => {
  test.each([
    ["flat-paste.txt", "promissory", ["no_legal_action"]],
    ["agency.html", "authorising", ["no_legal_action", "authorised_conduct", "third_party_statement"]],
    ["township.md", "promissory", ["no_legal_action"]],
    ["device-maker.txt", "promissory", ["no_legal_action"]],
    ["core-terms.md", "authorising", ["no_legal_action", "authorised_conduct"]],
    ["campus.txt", "promissory", ["no_legal_action"]],
    ["project.md", "promissory", ["no_legal_action", "no_law_enforcement_complaint", "rights_reserved_on_breach"]],
  ])("%s: safe harbour", (name, model, promised) => {
    expect(of(name, "safe_harbour").map((clause) => [clause.model, [...clause.promises].sort()])).toEqual([
      [model, [...promised].sort()],
    ]);
  });

  test("a threat is no promise", () => expect(of("two-voices.txt", "safe_harbour")).toEqual([]));

  test.each([
    ["flat-paste.txt", { publicRecognition: true }],
    ["township.md", { publicRecognition: true, compensation: null }],
    ["device-maker.txt", { bounty: false }],
    ["core-terms.md", { publicRecognition: true, compensation: null }],
    ["bold-headings.md", { compensation: false, bounty: null }],
    ["project.md", { compensation: false, bounty: null }],
    ["campus.txt", { bounty: true }],
  ])("%s: rewards", (name, expected) => expect(of(name, "reward")).toMatchObject([expected]));

  test.each([
    ["agency.html", "cert@canals.example"],
    ["history.md", "psirt@proseware.example"],
    ["township.md", "cvd@voorbeek.example"],
    ["core-terms.md", "desk@adventure.example"],
    ["project.md", "security@coho.example"],
    ["campus.txt", "cert@campus.example"],
  ])("%s: contact", (name, email) => expect(of(name, "contact")[0]).toMatchObject({ email }));

  test("ways to reach somebody and questions are no rules of conduct", () => {
    expect(rules("project.md").join()).not.toMatch(/Mail:|questions/);
  });

  test("mail that is not taken encrypted needs no key", () => {
    expect(notes("agency.html", "key")).toEqual([expect.stringContaining("not accepted")]);
    expect(read("agency.html").missing).not.toContain("key");
    expect(read("township.md").missing).toContain("key");
  });
});

describe("the shape of the text", () => {
  test("headings without a line around them", () => {
    expect(read("flat-paste.txt").draft.clauses.map(({ heading }) => heading)).toEqual(
      expect.arrayContaining([
        "Our part",
        "Staying in touch",
        "Making it safe",
        "Going public",
        "Thanks",
        "Safe harbor",
      ]),
    );
  });

  test("a line in bold heads what stands under it, and signs a text that nothing follows", () => {
    const headings = read("bold-headings.md").draft.clauses.map(({ heading }) => heading);
    expect(headings).toContain("About this page");
    expect(headings).not.toContain("The Archive Team");
  });

  test("a rule under a paragraph does not make a heading of it", () => {
    expect(
      read("project.md")
        .draft.clauses.map(({ heading }) => heading)
        .join(),
    ).not.toContain("volunteers");
  });

  test("a line of tags has its place and is not listed", () => {
    const { placements, debris } = read("agency.html");
    expect(placements.find(({ line }) => line === 2)?.where).toBe("debris");
    expect(debris.map(({ why }) => why)).toEqual(["navigation of the page"]);
  });

  test("links keep their addresses, tags and comments go", () => {
    const bodies = read("history.md")
      .draft.clauses.map(({ body }) => body)
      .join("\n");
    expect(bodies).toContain("[page of the team](https://proseware.example/psirt)");
    expect(`${bodies}${JSON.stringify(read("bold-headings.md").draft)}`).not.toContain("<span");
    expect(read("core-terms.md").debris.map(({ why }) => why)).toContain("a comment");
    expect(read("core-terms.md").unplaced).toEqual([]);
  });
});
