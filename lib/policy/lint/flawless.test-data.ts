import type { Calendar } from "@/lib/sla/types";
import type { ClauseOf, PolicyDocument } from "../schema";

/** A policy against which the linter has nothing to say, for tests to spoil in one place. */
export const FLAWLESS: PolicyDocument = {
  format: "safe-harbour-policy/1",
  program: "harbour-works",
  title: "Vulnerability disclosure policy",
  version: "2.1",
  revisedOn: "2026-06-01",
  reviewedOn: "2026-06-01",
  classification: "public",
  language: "en",
  audience: ["Everybody"],
  summary: "Harbour Works runs cranes by software. Tell us what you find; the clauses below bind us both.",
  organisation: {
    legalName: "Harbour Works Ltd",
    tradeName: "Harbour Works",
    offices: [],
    trademarkNotice: null,
    badges: [],
  },
  calendar: { version: 3, zone: "Europe/Oslo", region: "Norway" },
  businessDayRule: "Monday to Friday in Oslo, without the public holidays of Norway.",
  clauses: [
    {
      key: "1",
      heading: "Purpose",
      kind: "text",
      body: "We want to hear of every weakness. See [safe harbour](#2.3) and clause 2.2.",
    },
    {
      key: "2",
      heading: "Scope",
      kind: "scope",
      mode: "products",
      products: [{ key: "crane-os", name: "CraneOS", family: "Cranes", openSource: false }],
      statement: "The software of our cranes.",
      body: "Whatever steers a crane.",
    },
    {
      key: "2.1",
      heading: "Not allowed",
      kind: "exclusion",
      body: "",
      exclusions: [
        { id: "moving-cranes", kind: "activity", label: "Moving cranes", text: "Moving a crane.", cwe: [], words: [] },
      ],
    },
    {
      key: "2.2",
      heading: "Rules",
      kind: "conduct",
      body: "",
      rules: [{ id: "keep-data", text: "Do not share personal data that you come across." }],
    },
    {
      key: "2.3",
      heading: "Safe harbour",
      kind: "safe_harbour",
      body: "We stand by those who keep to the rules.",
      model: "authorising",
      promises: ["authorised_conduct", "no_legal_action"],
      summary: ["What keeps to this policy is authorised."],
    },
    {
      key: "3",
      heading: "Contact",
      kind: "contact",
      body: "Describe the steps that lead to the weakness. You may stay anonymous. Encrypt your report with our OpenPGP key.",
      email: "security@harbour-works.example",
      intake: { onePerReport: false, considerations: [] },
    },
    {
      key: "3.1",
      heading: "Times",
      kind: "commitment",
      body: "We acknowledge a report within 3 business days. Status updates follow until the end.",
      commitments: [
        {
          clock: "acknowledge",
          amount: 3,
          unit: "business_day",
          rigidity: "MUST",
          wording: "We acknowledge within {time}.",
        },
        { clock: "verify", amount: 2, unit: "week", rigidity: "TYPICAL", wording: "We verify within {time}." },
      ],
    },
    {
      key: "4",
      heading: "Disclosure",
      kind: "disclosure",
      body: "You may publish 90 days after your report.",
      rule: "consent_required",
      limitDays: 90,
      cna: null,
      summary: "Free after a time.",
    },
    {
      key: "5",
      heading: "Review",
      kind: "governance",
      body: "",
      reviewer: "Harbour master",
      approver: null,
      reviewEvery: { amount: 1, unit: "year" },
    },
  ],
  securityProgram: {
    owner: "Harbour master",
    statement: "We follow ISO/IEC 27001:2022.",
    standards: [{ name: "ISO/IEC 27001", edition: "2022" }],
    certificates: [
      {
        standard: "ISO/IEC 27001",
        edition: "2022",
        subject: "Cranes",
        issuer: null,
        validFrom: null,
        validTo: "2027-01-01",
      },
    ],
    faq: [],
  },
  demonstrationValues: [],
};

export const CALENDAR: Calendar = {
  version: 3,
  zone: "Europe/Oslo",
  region: "Norway",
  workingDays: [1, 2, 3, 4, 5],
  cutOff: null,
  holidays: [],
};

/** The flawless policy with other values in its clause of a kind. */
export function withClause<K extends PolicyDocument["clauses"][number]["kind"]>(
  kind: K,
  change: Partial<ClauseOf<K>>,
): PolicyDocument {
  return {
    ...FLAWLESS,
    clauses: FLAWLESS.clauses.map((clause) => (clause.kind === kind ? { ...clause, ...change } : clause)),
  };
}

/** The flawless policy without its clauses of a kind. */
export function withoutClause(kind: PolicyDocument["clauses"][number]["kind"]): PolicyDocument {
  return { ...FLAWLESS, clauses: FLAWLESS.clauses.filter((clause) => clause.kind !== kind) };
}

/** The flawless policy with one more clause of plain text, number 9. */
export function withText(body: string): PolicyDocument {
  return { ...FLAWLESS, clauses: [...FLAWLESS.clauses, { key: "9", heading: "Also", kind: "text", body }] };
}
