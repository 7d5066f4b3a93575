import { describe, expect, test } from "vitest";
import { isDemonstrationValue, valueAt } from "@/lib/policy/demonstration";
import {
  asksOnePerReport,
  clauseByKey,
  commitmentsOf,
  conductRulesOf,
  contactOf,
  disclosureOf,
  exclusionsOf,
  governanceOf,
  productsOf,
  rewardOf,
  safeHarbourOf,
} from "@/lib/policy/document";
import { type PolicyDocument, policyDocumentSchema } from "@/lib/policy/schema";
import { cardihabPolicy } from "./cardihab";
import { smileDigitalHealthPolicy as smile } from "./smile-digital-health";

const cardihab = cardihabPolicy("2026-11-22");
const both: [string, PolicyDocument][] = [
  ["Smile Digital Health", smile],
  ["Cardihab", cardihab],
];

describe.each(both)("the policy of %s", (_name, document) => {
  test("is a valid document that parsing leaves as it is", () => {
    expect(policyDocumentSchema.parse(document)).toEqual(document);
  });

  test("numbers each clause once, and each exclusion, rule, product and question has an id of its own", () => {
    const lists = [
      document.clauses.map((clause) => clause.key),
      exclusionsOf(document).map((exclusion) => exclusion.id),
      conductRulesOf(document).map((rule) => rule.id),
      productsOf(document).map((product) => product.key),
      document.securityProgram.faq.map((entry) => entry.id),
    ];
    for (const list of lists) expect(new Set(list).size).toBe(list.length);
  });

  test("marks as demonstration only values that are there", () => {
    expect(document.demonstrationValues.length).toBeGreaterThan(0);
    for (const pointer of document.demonstrationValues) expect(valueAt(document, pointer), pointer).toBeDefined();
    expect(isDemonstrationValue(document, "/calendar/zone")).toBe(true);
  });

  test("offers no bounty", () => {
    expect(rewardOf(document)?.bounty ?? false).toBe(false);
  });
});

describe("Smile Digital Health", () => {
  test("keeps the clause numbers of its source", () => {
    expect(smile.clauses.map((clause) => clause.key)).toEqual(
      "1 1.1 1.2 1.3 1.4 2 2.1 2.2 2.2.1 2.3 2.3.1 2.3.2 2.3.3 2.3.4".split(" "),
    );
    expect([smile.version, smile.revisedOn, smile.reviewedOn, smile.classification]).toEqual([
      "1.2",
      "2025-04-22",
      "2025-04-22",
      "public",
    ]);
  });

  test("promises an acknowledgement in 2 business days and usually verifies in a week", () => {
    expect(commitmentsOf(smile).map(({ wording: _, ...commitment }) => commitment)).toEqual([
      { clause: "2.3.1", clock: "acknowledge", amount: 2, unit: "business_day", rigidity: "MUST" },
      { clause: "2.3.3", clock: "verify", amount: 1, unit: "week", rigidity: "TYPICAL" },
    ]);
  });

  test("excludes three activities and has eight conduct rules", () => {
    expect(exclusionsOf(smile).map(({ id, kind, clause }) => [id, kind, clause])).toEqual([
      ["denial-of-service", "activity", "1.2"],
      ["physical-testing", "activity", "1.2"],
      ["social-engineering", "activity", "1.2"],
    ]);
    expect(conductRulesOf(smile).map((rule) => rule.id)).toEqual([
      "be-respectful",
      "leave-data-alone",
      "report-exposed-data",
      "stop-at-personal-data",
      "no-artificial-requests",
      "break-no-law",
      "contact-before-cve",
      "share-findings",
    ]);
  });

  test("offers the ten products and HAPI FHIR, open source among commercial ones", () => {
    const names = productsOf(smile).map((product) => product.name);
    expect(names).toHaveLength(11);
    expect(
      productsOf(smile)
        .filter((product) => product.openSource)
        .map((product) => product.name),
    ).toEqual(["HAPI FHIR"]);
    expect(clauseByKey(smile, "2.1")).toMatchObject({ kind: "scope", mode: "open" });
  });

  test("safe harbour, reward, disclosure and governance say what the source says", () => {
    expect(safeHarbourOf(smile)).toMatchObject({
      model: "promissory",
      promises: ["no_legal_action", "no_law_enforcement_complaint", "rights_reserved_on_breach"],
    });
    expect(rewardOf(smile)).toMatchObject({ bounty: false, compensation: false, publicRecognition: false });
    expect(disclosureOf(smile)).toMatchObject({
      rule: "organisation_publishes",
      limitDays: null,
      cna: { contactFirst: true },
    });
    expect(governanceOf(smile)).toMatchObject({
      reviewer: "Chief Privacy and Security Officer",
      approver: "Chief Executive Officer",
      reviewEvery: { amount: 1, unit: "year" },
    });
    expect(asksOnePerReport(smile)).toBe(false);
    expect(contactOf(smile)?.email).toBe("security@smiledigitalhealth.com");
  });

  test("offices, badges and trademark are clean", () => {
    expect(smile.organisation.offices.map((office) => office.phone?.tel ?? null)).toEqual(["+18775373343", null]);
    expect(smile.organisation.badges).toEqual([
      "HITRUST r2",
      "ISO 27001",
      "ISO 27017",
      "ISO 27018",
      "FM 748466",
      "SOC",
      "ONC CURE",
    ]);
    expect(JSON.stringify(smile)).not.toMatch(/2027001|20748466|%20/);
    expect(smile.organisation.trademarkNotice).toMatch(/HL7®.*FHIR®/);
    expect(smile.securityProgram.standards.map((s) => `${s.name}:${s.edition}`)).toEqual([
      "ISO 27001:2022",
      "ISO 27017:2015",
      "ISO 27018:2019",
      "HITRUST:v11.2",
    ]);
  });
});

describe("Cardihab", () => {
  test("is dated when the demonstration loads", () => {
    expect([cardihab.version, cardihab.revisedOn, cardihab.reviewedOn]).toEqual(["1.0", "2026-11-22", "2026-11-22"]);
    for (const pointer of ["/version", "/revisedOn", "/reviewedOn"])
      expect(isDemonstrationValue(cardihab, pointer)).toBe(true);
  });

  test("aims at a first response in 5 business days, best effort, and promises nothing else", () => {
    expect(commitmentsOf(cardihab).map(({ wording: _, ...commitment }) => commitment)).toEqual([
      { clause: "2.2", clock: "first_response", amount: 5, unit: "business_day", rigidity: "BEST_EFFORT" },
    ]);
    expect(governanceOf(cardihab)).toBeUndefined();
    expect(rewardOf(cardihab)).toBeUndefined();
  });

  test("has six rules and six excluded classes, one report each, and its own safe harbour", () => {
    expect(conductRulesOf(cardihab)).toHaveLength(6);
    expect(exclusionsOf(cardihab).map((exclusion) => exclusion.kind)).toEqual(Array(6).fill("vulnerability_class"));
    expect(asksOnePerReport(cardihab)).toBe(true);
    expect(contactOf(cardihab)).toMatchObject({ email: "security@cardihab.example" });
    expect(contactOf(cardihab)?.intake.considerations).toHaveLength(2);
    expect(safeHarbourOf(cardihab)).toMatchObject({
      model: "authorising",
      promises: ["authorised_conduct", "no_legal_action", "third_party_statement"],
    });
    expect(disclosureOf(cardihab)).toMatchObject({ rule: "consent_required", limitDays: null, cna: null });
    expect(cardihab.securityProgram.certificates[0]).toMatchObject({ standard: "ISO/IEC 27001", edition: "2013" });
    expect(productsOf(cardihab).map((product) => product.name)).toEqual(["Mobile app", "Server or API", "Website"]);
  });

  test("the address and the products are marked as ours", () => {
    const index = (kind: string) => cardihab.clauses.findIndex((clause) => clause.kind === kind);
    expect(isDemonstrationValue(cardihab, `/clauses/${index("contact")}/email`)).toBe(true);
    expect(isDemonstrationValue(cardihab, `/clauses/${index("scope")}/products`)).toBe(true);
    expect(isDemonstrationValue(cardihab, `/clauses/${index("commitment")}/commitments`)).toBe(false);
  });
});
