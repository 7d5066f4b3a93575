import { createHash, type KeyObject, sign } from "node:crypto";
import { canonicalBytes, canonicalJson } from "./canonical";
import { thumbprint } from "./keys";
import { leavesRoot } from "./leaves";
import {
  type ComplianceStatementPayload,
  complianceStatementPayloadSchema,
  type ReceiptPayload,
  receiptPayloadSchema,
  type ScopeAnswerPayload,
  type SignedPayload,
  scopeAnswerPayloadSchema,
} from "./schema";

/** The exact bytes of `receipt.json`. @throws when the payload is not one that a verifier would accept. */
export function signReceipt(payload: ReceiptPayload, privateKey: KeyObject): string {
  const checked = receiptPayloadSchema.parse(payload);
  if (leavesRoot(checked.answers.leaves) !== checked.answers.root) {
    throw new TypeError("The root does not belong to the leaves.");
  }
  return signed(checked, privateKey);
}

/** The exact bytes of a signed scope answer. @throws when the payload is not one that a verifier would accept. */
export function signScopeAnswer(payload: ScopeAnswerPayload, privateKey: KeyObject): string {
  return signed(scopeAnswerPayloadSchema.parse(payload), privateKey);
}

/** The exact bytes of a signed compliance statement. @throws when the payload is not one that a verifier would accept. */
export function signComplianceStatement(payload: ComplianceStatementPayload, privateKey: KeyObject): string {
  return signed(complianceStatementPayloadSchema.parse(payload), privateKey);
}

function signed(payload: SignedPayload, privateKey: KeyObject): string {
  const { x } = privateKey.export({ format: "jwk" });
  if (privateKey.asymmetricKeyType !== "ed25519" || !x) throw new TypeError("A receipt is signed with an Ed25519 key.");
  const signature = sign(null, canonicalBytes(payload), privateKey).toString("base64url");
  return canonicalJson({ v: 1, alg: "Ed25519", kid: thumbprint({ x }), payload, signature });
}

/** SHA-256, hex, of the file as it is downloaded. */
export function receiptHash(json: string): string {
  return createHash("sha256").update(json, "utf8").digest("hex");
}
