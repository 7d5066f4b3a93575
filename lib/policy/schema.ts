import { z } from "zod";
import { COMMITMENT_CLOCKS, RIGIDITIES, UNITS } from "../sla/vocabulary";

/**
 * The typed policy document: the one source of every promise, question, warning and number.
 * It is what `policy.json` serves and what a content hash covers; see product.md §5 item 3.
 */

const line = z.string().min(1).max(300);
const isoDate = z.iso.date();
const key = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/);

/** A clause number such as `2.3.4`; stable over versions, and the anchor on the page. */
export const clauseKey = z.string().regex(/^\d{1,2}(\.\d{1,2}){0,4}$/);

const clauseBase = {
  key: clauseKey,
  heading: line,
  /** Markdown, CommonMark with tables, no HTML. */
  body: z.string().max(20_000),
};

export const EXCLUSION_KINDS = ["activity", "vulnerability_class", "asset"] as const;
export const exclusionSchema = z.strictObject({
  /** Stays the same over versions; the form's `outOfScope[]` values. */
  id: key,
  kind: z.enum(EXCLUSION_KINDS),
  /** As a choice on the form: "Denial of service". */
  label: line,
  text: z.string().min(1).max(1000),
  /** CWE numbers and words that trigger the warning before sending. */
  cwe: z.array(z.int().positive()).default([]),
  words: z.array(line).default([]),
});

export const conductRuleSchema = z.strictObject({ id: key, text: z.string().min(1).max(1000) });

export const commitmentSchema = z.strictObject({
  clock: z.enum(COMMITMENT_CLOCKS),
  amount: z.int().positive().max(3650),
  unit: z.enum(UNITS),
  rigidity: z.enum(RIGIDITIES),
  /** Only for `fix`: the severity it holds for. */
  severity: z.enum(["low", "medium", "high", "critical"]).optional(),
  /** The promise in the policy's own words; `{time}` stands for amount and unit, so that no number is said twice. */
  wording: line.refine(
    (text) => text.includes("{time}") && !/\d/.test(text),
    "Say {time} where the promise names its time",
  ),
});

export const productSchema = z.strictObject({
  key,
  name: line,
  family: line,
  openSource: z.boolean().default(false),
  versionHint: line.optional(),
});

export const SAFE_HARBOUR_PROMISES = [
  "no_legal_action",
  "no_law_enforcement_complaint",
  "authorised_conduct",
  "third_party_statement",
  "rights_reserved_on_breach",
] as const;

export const DISCLOSURE_RULES = ["organisation_publishes", "consent_required", "coordinated"] as const;

export const clauseSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...clauseBase, kind: z.literal("text") }),
  z.strictObject({
    ...clauseBase,
    kind: z.literal("scope"),
    /** `open`: anything that belongs to the organisation; `products`: what the list names. */
    mode: z.enum(["open", "products"]),
    products: z.array(productSchema).max(100),
    statement: line,
  }),
  z.strictObject({ ...clauseBase, kind: z.literal("exclusion"), exclusions: z.array(exclusionSchema).min(1).max(60) }),
  z.strictObject({ ...clauseBase, kind: z.literal("conduct"), rules: z.array(conductRuleSchema).min(1).max(60) }),
  z.strictObject({
    ...clauseBase,
    kind: z.literal("commitment"),
    commitments: z.array(commitmentSchema).min(1).max(20),
  }),
  z.strictObject({
    ...clauseBase,
    kind: z.literal("safe_harbour"),
    model: z.enum(["promissory", "authorising"]),
    promises: z.array(z.enum(SAFE_HARBOUR_PROMISES)).min(1),
    /** Three short lines shown beside the agreement. */
    summary: z.array(line).min(1).max(5),
  }),
  z.strictObject({
    ...clauseBase,
    kind: z.literal("disclosure"),
    rule: z.enum(DISCLOSURE_RULES),
    /** Days after which a finder may publish; null when the policy names none. */
    limitDays: z.int().positive().nullable(),
    /** CVE numbering: whether this organisation assigns ids, and for what. */
    cna: z.strictObject({ scope: line, contactFirst: z.boolean() }).nullable(),
    summary: line,
  }),
  z.strictObject({
    ...clauseBase,
    kind: z.literal("reward"),
    bounty: z.boolean(),
    compensation: z.boolean(),
    publicRecognition: z.boolean(),
    /** Where a finder may be named. */
    creditIn: z.array(z.enum(["cve_record", "advisory"])),
    summary: line,
  }),
  z.strictObject({
    ...clauseBase,
    kind: z.literal("contact"),
    email: z.email().nullable(),
    /** Promises that stand in the same clause as the address. */
    commitments: z.array(commitmentSchema).min(1).max(20).optional(),
    /** Questions of the intake that this policy asks for. */
    intake: z.strictObject({ onePerReport: z.boolean(), considerations: z.array(line).max(6) }),
  }),
  z.strictObject({
    ...clauseBase,
    kind: z.literal("governance"),
    /** Roles as the policy names them. */
    reviewer: line,
    approver: line.nullable(),
    reviewEvery: z.strictObject({ amount: z.int().positive(), unit: z.enum(["year"]) }),
  }),
]);

const office = z.strictObject({
  label: line,
  lines: z.array(line).min(1).max(6),
  email: z.email().nullable(),
  phone: z.strictObject({ display: line, tel: z.string().regex(/^\+\d{6,15}$/) }).nullable(),
});

export const policyDocumentSchema = z.strictObject({
  format: z.literal("safe-harbour-policy/1"),
  program: key,
  title: line,
  /** "1.2"; unique in its program. */
  version: z.string().regex(/^\d{1,4}\.\d{1,4}(\.\d{1,4})?$/),
  revisedOn: isoDate,
  /** When the responsible role last signed a review; null when it never has. */
  reviewedOn: isoDate.nullable(),
  classification: z.enum(["public", "internal"]),
  language: z.literal("en"),
  audience: z.array(line).max(20),
  /** What the program is, and what it promises, in two or three sentences. */
  summary: z.string().min(1).max(1000),
  organisation: z.strictObject({
    legalName: line,
    tradeName: line,
    offices: z.array(office).max(10),
    trademarkNotice: z.string().max(500).nullable(),
    badges: z.array(line).max(20),
  }),
  calendar: z.strictObject({ version: z.int().positive(), zone: line, region: line }),
  /** How a business day is counted, as a sentence. */
  businessDayRule: z.string().min(1).max(1000),
  clauses: z.array(clauseSchema).min(1).max(200),
  securityProgram: z.strictObject({
    owner: line,
    statement: z.string().max(5000),
    standards: z.array(z.strictObject({ name: line, edition: line.nullable() })).max(40),
    certificates: z
      .array(
        z.strictObject({
          standard: line,
          edition: line,
          subject: line,
          issuer: line.nullable(),
          validFrom: isoDate.nullable(),
          validTo: isoDate.nullable(),
        }),
      )
      .max(20),
    faq: z.array(z.strictObject({ id: key, question: line, answer: z.string().min(1).max(3000) })).max(60),
  }),
  /** Values the real policy does not state, filled for the demonstration: JSON pointers to them. */
  demonstrationValues: z.array(z.string()).default([]),
});

export type PolicyDocument = z.infer<typeof policyDocumentSchema>;
export type Clause = z.infer<typeof clauseSchema>;
export type ClauseOf<K extends Clause["kind"]> = Extract<Clause, { kind: K }>;
export type Commitment = z.infer<typeof commitmentSchema>;
export type Exclusion = z.infer<typeof exclusionSchema>;
export type ConductRule = z.infer<typeof conductRuleSchema>;
export type Product = z.infer<typeof productSchema>;
