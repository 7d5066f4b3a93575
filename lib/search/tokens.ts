import type { KeyObject } from "node:crypto";
import { lookupHash } from "../vault/lookup";

/** What a keyed hash stands for: one word gives unrelated tokens for two of them. */
export type TokenPurpose =
  | "text"
  | "note"
  | "title"
  | "path"
  | "product"
  | "weakness"
  | "file"
  | "version"
  | "affected";

/** The first 64 bits of the HMAC of a value: enough to find by, and nothing to read. */
export function tokenOf(key: KeyObject, purpose: TokenPurpose, value: string): bigint {
  return lookupHash(key, `search:${purpose}`, value).readBigInt64BE(0);
}

export function tokensOf(key: KeyObject, purpose: TokenPurpose, values: Iterable<string>): bigint[] {
  return [...new Set(values)].map((value) => tokenOf(key, purpose, value));
}

/** Whom a program's key for words belongs to, in the vault. */
export function keyOwner(programId: string): string {
  return `${programId}:search`;
}
