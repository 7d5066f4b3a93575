import { createHash, createHmac, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";

const SECRET_BYTES = 32;
const TOKEN_BYTES = 32;

/** What a keyed lookup is for; one value gives unrelated hashes for two purposes. */
export type LookupPurpose = string;

function sizeOf(secret: string | Uint8Array | KeyObject): number {
  if (typeof secret === "string") return Buffer.byteLength(secret, "utf8");
  return secret instanceof Uint8Array ? secret.length : (secret.symmetricKeySize ?? 0);
}

/** HMAC-SHA-256 of a value under a purpose: finds a row by a secret or an address that the table does not hold. */
export function lookupHash(secret: string | Uint8Array | KeyObject, purpose: LookupPurpose, value: string): Buffer {
  if (sizeOf(secret) < SECRET_BYTES) throw new TypeError(`A lookup secret has at least ${SECRET_BYTES} bytes.`);
  return createHmac("sha256", secret)
    .update(JSON.stringify([purpose, value]), "utf8")
    .digest();
}

/** 256 random bits, base64url: 43 characters. */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** What is stored of a token. A token is random, so a plain SHA-256 cannot be guessed backwards. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token, "utf8").digest();
}

/** Equality whose time does not depend on where two values differ, nor on their lengths. */
export function sameSecret(a: string | Uint8Array, b: string | Uint8Array): boolean {
  const digest = (value: string | Uint8Array) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(a), digest(b));
}
