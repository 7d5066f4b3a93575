import { canonicalBytes, canonicalJson } from "./canonical";
import { type Receipt, type ReceiptKeySet, receiptKeySetSchema, type Signed, signedSchema } from "./schema";

/** A receipt with ten files and sixty answers has about 10 kB. */
const MAX_BYTES = 1_000_000;

export type Unread = { ok: false; reason: string };

/** A well-formed receipt or scope answer whose signature and hashes are still to be verified. */
export type ReadSigned = {
  ok: true;
  signed: Signed;
  signedBytes: Uint8Array;
  /** What the root of the answers is the hash of; a scope answer has no root. */
  leavesBytes: Uint8Array | null;
};

function refuse(reason: string): Unread {
  return { ok: false, reason };
}

function textOf(bytes: string | Uint8Array): string | null {
  try {
    const raw = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
    return typeof bytes === "string" && text !== bytes ? null : text;
  } catch {
    return null;
  }
}

function sentence(issue: { code: string; path: PropertyKey[]; keys?: string[] } | undefined): string {
  if (!issue) return "This is not a receipt of a known form.";
  const at = issue.path.join(".");
  if (issue.code === "unrecognized_keys") {
    return `This receipt has a member that no receipt has: ${issue.keys?.join(", ")}.`;
  }
  return at ? `This is not a receipt of a known form: look at ${at}.` : "This is not a receipt of a known form.";
}

/** The receipt of a report from its bytes; a signed scope answer is none. */
export function readReceipt(bytes: string | Uint8Array): { ok: true; receipt: Receipt } | Unread {
  const read = readSigned(bytes);
  if (!read.ok) return read;
  const { payload, ...envelope } = read.signed;
  if (payload.type !== "report-receipt") return refuse(REASONS.otherType[payload.type]);
  return { ok: true, receipt: { ...envelope, payload } };
}

/**
 * Reads the bytes of a receipt or a scope answer and refuses all but one spelling of it: canonical JSON (so no repeated or
 * reordered names, no spaces), no unknown members, base64url that re-encodes to itself. Needs no cryptography.
 */
export function readSigned(bytes: string | Uint8Array): ReadSigned | Unread {
  if (bytes.length > MAX_BYTES) return refuse("This file is too large to be a receipt.");
  const text = textOf(bytes);
  if (text === null) return refuse("This file is not UTF-8 text.");
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse("This file is not JSON.");
  }
  try {
    if (canonicalJson(raw) !== text) {
      return refuse("These are not the exact bytes of a receipt: compare with the file as it was downloaded.");
    }
  } catch {
    return refuse("This file holds text that canonical JSON cannot hold.");
  }
  const parsed = signedSchema.safeParse(raw);
  if (!parsed.success) return refuse(sentence(parsed.error.issues[0]));
  // A schema may drop a member silently (zod skips "__proto__"); what is shown must be all that was signed.
  if (canonicalJson(parsed.data) !== text) return refuse("This receipt has a member that no receipt has.");
  const { payload } = parsed.data;
  return {
    ok: true,
    signed: parsed.data,
    signedBytes: canonicalBytes(payload),
    leavesBytes: payload.type === "report-receipt" ? canonicalBytes(payload.answers.leaves) : null,
  };
}

/** The published keys; null when this is not a JSON Web Key Set of receipt keys. */
export function readKeySet(keySet: unknown): ReceiptKeySet | null {
  const parsed = receiptKeySetSchema.safeParse(keySet);
  return parsed.success ? parsed.data : null;
}

export const REASONS = {
  keySet: "The key set is not a set of receipt keys.",
  unknownKey: "No published key has signed this receipt.",
  signature: "The signature does not belong to this content: the receipt was changed.",
  otherType: {
    "scope-answer": "This is a signed scope answer, not the receipt of a report.",
    "compliance-statement": "This is a signed compliance statement, not the receipt of a report.",
  },
  root: "The answers of this receipt do not belong to its root.",
} as const;
