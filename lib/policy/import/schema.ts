import { z } from "zod";
import {
  clauseKey,
  commitmentSchema,
  conductRuleSchema,
  DISCLOSURE_RULES,
  exclusionSchema,
  policyDocumentSchema,
  productSchema,
  SAFE_HARBOUR_PROMISES,
} from "../schema";

/**
 * A policy as an importer may propose it: the shape of the typed document, in which everything that a source
 * may leave unsaid can be null or empty. A person fills the gaps; `policyDocumentSchema` then decides.
 */

const line = z.string().min(1).max(300);

const base = { key: clauseKey, heading: line.nullable(), body: z.string() };

export const draftCommitmentSchema = commitmentSchema.extend({
  rigidity: commitmentSchema.shape.rigidity.nullable(),
  /** Null when the promise cannot be said with `{time}` alone: its sentence then stays in the body. */
  wording: commitmentSchema.shape.wording.nullable(),
});

const promised = z.array(draftCommitmentSchema).max(20);

export const draftClauseSchema = z.discriminatedUnion("kind", [
  z.strictObject({ ...base, kind: z.literal("text") }),
  z.strictObject({
    ...base,
    kind: z.literal("scope"),
    mode: z.enum(["open", "products"]).nullable(),
    products: z.array(productSchema).max(100),
    statement: line.nullable(),
  }),
  z.strictObject({ ...base, kind: z.literal("exclusion"), exclusions: z.array(exclusionSchema).max(60) }),
  z.strictObject({ ...base, kind: z.literal("conduct"), rules: z.array(conductRuleSchema).max(60) }),
  z.strictObject({ ...base, kind: z.literal("commitment"), commitments: promised }),
  z.strictObject({
    ...base,
    kind: z.literal("safe_harbour"),
    model: z.enum(["promissory", "authorising"]).nullable(),
    promises: z.array(z.enum(SAFE_HARBOUR_PROMISES)),
    summary: z.array(line).max(5),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("disclosure"),
    rule: z.enum(DISCLOSURE_RULES).nullable(),
    limitDays: z.int().positive().nullable(),
    cna: z.strictObject({ scope: line.nullable(), contactFirst: z.boolean() }).nullable(),
    summary: line.nullable(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("reward"),
    bounty: z.boolean().nullable(),
    compensation: z.boolean().nullable(),
    publicRecognition: z.boolean().nullable(),
    creditIn: z.array(z.enum(["cve_record", "advisory"])),
    summary: line.nullable(),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("contact"),
    email: z.email().nullable(),
    commitments: promised.optional(),
    intake: z.strictObject({ onePerReport: z.boolean(), considerations: z.array(line).max(6) }),
  }),
  z.strictObject({
    ...base,
    kind: z.literal("governance"),
    reviewer: line.nullable(),
    approver: line.nullable(),
    reviewEvery: z.strictObject({ amount: z.int().positive(), unit: z.enum(["year"]) }).nullable(),
  }),
]);

const whole = policyDocumentSchema.shape;

export const policyDraftSchema = z.strictObject({
  format: whole.format,
  program: whole.program,
  title: whole.title.nullable(),
  version: whole.version.nullable(),
  revisedOn: whole.revisedOn.nullable(),
  reviewedOn: whole.reviewedOn,
  classification: whole.classification.nullable(),
  language: whole.language,
  audience: whole.audience,
  summary: whole.summary.nullable(),
  organisation: whole.organisation.extend({ legalName: line.nullable(), tradeName: line.nullable() }),
  calendar: whole.calendar.nullable(),
  businessDayRule: whole.businessDayRule.nullable(),
  clauses: z.array(draftClauseSchema).max(200),
  securityProgram: whole.securityProgram.extend({
    owner: line.nullable(),
    certificates: z
      .array(
        z.strictObject({
          standard: line,
          edition: line.nullable(),
          subject: line.nullable(),
          issuer: line.nullable(),
          validFrom: z.iso.date().nullable(),
          validTo: z.iso.date().nullable(),
        }),
      )
      .max(20),
  }),
  demonstrationValues: whole.demonstrationValues,
});

export type PolicyDraft = z.infer<typeof policyDraftSchema>;
export type DraftClause = z.infer<typeof draftClauseSchema>;
export type DraftClauseOf<K extends DraftClause["kind"]> = Extract<DraftClause, { kind: K }>;
export type DraftCommitment = z.infer<typeof draftCommitmentSchema>;
