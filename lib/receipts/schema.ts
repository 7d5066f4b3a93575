import { z } from "zod";
import { OWN_WORDS_MAX, SCOPE_VERDICTS } from "../policy/scope/vocabulary";
import { parseReference } from "../reports/reference";
import { COMMITMENT_CLOCKS, RIGIDITIES, UNITS } from "../sla/vocabulary";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lowercase hex");
const instant = z.iso.datetime({ error: "must be a UTC instant" });

/** base64url without padding whose last symbol carries no stray bits, so that one value has one spelling. */
function base64url(bytes: number) {
  const lastSymbols = { 0: "A-Za-z0-9_-", 1: "AQgw", 2: "AEIMQUYcgkosw048" }[bytes % 3];
  const length = Math.ceil((bytes * 4) / 3);
  return z
    .string()
    .regex(new RegExp(`^[A-Za-z0-9_-]{${length - 1}}[${lastSymbols}]$`), "must be base64url that re-encodes to itself");
}

const origin = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === "https:" || url.protocol === "http:") && url.origin === text;
}, "must be an origin");

const reference = z.string().refine((text) => {
  const parsed = parseReference(text);
  return parsed.ok && parsed.reference === text;
}, "must be a reference");

/** The key of an answer; a name of the form, with a row number where the answer repeats. */
const answerKey = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, "must be the name of an answer");

export const receiptCommitmentSchema = z.strictObject({
  clock: z.enum(COMMITMENT_CLOCKS),
  rigidity: z.enum(RIGIDITIES),
  amount: z.number().positive(),
  unit: z.enum(UNITS),
  /** The exclusive instant: the promise is kept by anything strictly before it. */
  due: instant,
});

const program = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const policy = z.strictObject({ version: z.string().min(1).max(50), hash: sha256 });

export const receiptPayloadSchema = z.strictObject({
  type: z.literal("report-receipt"),
  portal: origin,
  program,
  reference,
  /** The report that this one was split from: its time of receipt and promises count, and staff put the answers together. */
  splitFrom: reference.optional(),
  receivedAt: instant,
  channel: z.enum(["web", "mail", "api", "staff"]),
  policy,
  calendarVersion: z.int().positive(),
  commitments: z.array(receiptCommitmentSchema),
  answers: z.strictObject({ root: sha256, leaves: z.record(answerKey, sha256) }),
  attachments: z.array(z.strictObject({ sha256, size: z.int().nonnegative() })),
});
export type ReceiptPayload = z.infer<typeof receiptPayloadSchema>;

const clauseKey = z.string().regex(/^\d{1,2}(\.\d{1,2}){0,4}$/);
const ownWords = z.string().max(OWN_WORDS_MAX);
const name = z.string().min(1).max(60);

/** What the portal answered to "may I test this?", pinned to the policy that it follows from. */
export const scopeAnswerPayloadSchema = z.strictObject({
  type: z.literal("scope-answer"),
  portal: origin,
  program,
  answeredAt: instant,
  policy,
  question: z.strictObject({
    productId: name.nullable(),
    other: ownWords,
    exclusions: z.array(name).max(60),
    noneExcluded: z.boolean(),
    words: ownWords,
    cwe: z.int().positive().nullable(),
  }),
  answer: z.strictObject({
    verdict: z.enum(SCOPE_VERDICTS),
    clauses: z.array(clauseKey),
    sentences: z.array(z.string()).min(1),
  }),
});
export type ScopeAnswerPayload = z.infer<typeof scopeAnswerPayloadSchema>;

/** That the conduct of a report keeps to the policy it is pinned to, by the safe-harbour clause of that version. */
export const complianceStatementPayloadSchema = z.strictObject({
  type: z.literal("compliance-statement"),
  portal: origin,
  program,
  reference,
  issuedAt: instant,
  policy,
  clause: clauseKey,
  heading: z.string().min(1).max(300),
  sentences: z.array(z.string().min(1)).min(1).max(20),
});
export type ComplianceStatementPayload = z.infer<typeof complianceStatementPayloadSchema>;

/** Everything that a receipt key signs. */
export const signedPayloadSchema = z.discriminatedUnion("type", [
  receiptPayloadSchema,
  scopeAnswerPayloadSchema,
  complianceStatementPayloadSchema,
]);
export type SignedPayload = z.infer<typeof signedPayloadSchema>;

const envelope = {
  v: z.literal(1),
  alg: z.literal("Ed25519"),
  kid: base64url(32),
  signature: base64url(64),
};

export const receiptSchema = z.strictObject({ ...envelope, payload: receiptPayloadSchema });
export type Receipt = z.infer<typeof receiptSchema>;

export const complianceStatementSchema = z.strictObject({ ...envelope, payload: complianceStatementPayloadSchema });
export type ComplianceStatement = z.infer<typeof complianceStatementSchema>;

export const signedSchema = z.strictObject({ ...envelope, payload: signedPayloadSchema });
export type Signed = z.infer<typeof signedSchema>;

/** A public key of RFC 8037; RFC 7517 §5 says to ignore members that are not understood. */
export const receiptKeySchema = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: base64url(32),
  kid: base64url(32),
  use: z.literal("sig").optional(),
  alg: z.enum(["Ed25519", "EdDSA"]).optional(),
});
export type ReceiptKey = z.infer<typeof receiptKeySchema>;

export const receiptKeySetSchema = z.object({ keys: z.array(receiptKeySchema) });
export type ReceiptKeySet = z.infer<typeof receiptKeySetSchema>;
