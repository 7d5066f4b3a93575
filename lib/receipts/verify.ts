import { verify } from "node:crypto";
import { thumbprint, verifyingKey } from "./keys";
import { leavesRoot } from "./leaves";
import { REASONS, readKeySet, readSigned } from "./read";
import type { ReceiptPayload, SignedPayload } from "./schema";

export type SignedVerdict = { ok: true; payload: SignedPayload; kid: string } | { ok: false; reason: string };
export type ReceiptVerdict = { ok: true; payload: ReceiptPayload; kid: string } | { ok: false; reason: string };

/** Verifies the exact bytes of a receipt or a scope answer against a JSON Web Key Set, offline. */
export function verifySigned(bytes: string | Uint8Array, jwks: unknown): SignedVerdict {
  const read = readSigned(bytes);
  if (!read.ok) return read;
  const { kid, payload, signature } = read.signed;
  const keySet = readKeySet(jwks);
  if (!keySet) return { ok: false, reason: REASONS.keySet };
  const key = keySet.keys.find((candidate) => candidate.kid === kid && thumbprint(candidate) === kid);
  if (!key) return { ok: false, reason: REASONS.unknownKey };
  if (!verify(null, read.signedBytes, verifyingKey(key), Buffer.from(signature, "base64url"))) {
    return { ok: false, reason: REASONS.signature };
  }
  if (payload.type === "report-receipt" && leavesRoot(payload.answers.leaves) !== payload.answers.root) {
    return { ok: false, reason: REASONS.root };
  }
  return { ok: true, payload, kid };
}

/** The same for the receipt of a report alone. */
export function verifyReceipt(bytes: string | Uint8Array, jwks: unknown): ReceiptVerdict {
  const verdict = verifySigned(bytes, jwks);
  if (!verdict.ok) return verdict;
  const { payload, kid } = verdict;
  return payload.type === "report-receipt"
    ? { ok: true, payload, kid }
    : { ok: false, reason: REASONS.otherType[payload.type] };
}
