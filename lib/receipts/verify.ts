import { verify } from "node:crypto";
import { thumbprint, verifyingKey } from "./keys";
import { leavesRoot } from "./leaves";
import { REASONS, readKeySet, readReceipt } from "./read";
import type { ReceiptPayload } from "./schema";

export type ReceiptVerdict = { ok: true; payload: ReceiptPayload; kid: string } | { ok: false; reason: string };

/** Verifies the exact bytes of a receipt against a JSON Web Key Set, offline. */
export function verifyReceipt(bytes: string | Uint8Array, jwks: unknown): ReceiptVerdict {
  const read = readReceipt(bytes);
  if (!read.ok) return read;
  const { kid, payload, signature } = read.receipt;
  const keySet = readKeySet(jwks);
  if (!keySet) return { ok: false, reason: REASONS.keySet };
  const key = keySet.keys.find((candidate) => candidate.kid === kid && thumbprint(candidate) === kid);
  if (!key) return { ok: false, reason: REASONS.unknownKey };
  if (!verify(null, read.signedBytes, verifyingKey(key), Buffer.from(signature, "base64url"))) {
    return { ok: false, reason: REASONS.signature };
  }
  if (leavesRoot(payload.answers.leaves) !== payload.answers.root) return { ok: false, reason: REASONS.root };
  return { ok: true, payload, kid };
}
