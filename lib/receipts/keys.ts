import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { z } from "zod";
import { canonicalBytes } from "./canonical";
import type { ReceiptKey, ReceiptKeySet } from "./schema";

/** The private half as it is sealed at rest. */
export const privateReceiptKeySchema = z.strictObject({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
  d: z.string(),
});
export type PrivateReceiptKey = z.infer<typeof privateReceiptKeySchema>;

/** The key's name: RFC 7638 thumbprint over the members that RFC 8037 §2 requires. */
export function thumbprint(key: { x: string }): string {
  return createHash("sha256")
    .update(canonicalBytes({ crv: "Ed25519", kty: "OKP", x: key.x }))
    .digest("base64url");
}

/** A public key as the key set publishes it; `alg` is the fully specified name of RFC 9864. */
export function publicReceiptKey(key: { x: string }): ReceiptKey {
  return { kty: "OKP", crv: "Ed25519", x: key.x, kid: thumbprint(key), use: "sig", alg: "Ed25519" };
}

/** A fresh signing key: the public half for the key set, the private half to be sealed. */
export function newReceiptKey(): { kid: string; publicKey: ReceiptKey; privateKey: PrivateReceiptKey } {
  const privateKey = privateReceiptKeySchema.parse(generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }));
  const publicKey = publicReceiptKey(privateKey);
  return { kid: publicKey.kid, publicKey, privateKey };
}

export function signingKey(key: PrivateReceiptKey): KeyObject {
  return createPrivateKey({ key, format: "jwk" });
}

export function verifyingKey(key: { x: string }): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: key.x }, format: "jwk" });
}

/** What `/.well-known/receipt-keys.json` serves; retired keys stay, so that old receipts verify. */
export function receiptKeySet(keys: readonly ReceiptKey[]): ReceiptKeySet {
  return { keys: [...keys] };
}
