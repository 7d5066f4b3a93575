import { lookupHash } from "../vault/lookup";
import { type KeyRing, openWithRing, sealWithRing } from "../vault/seal";
import { storedProfileSchema } from "./schema";
import type { Profile } from "./types";

const place = (column: string, accountId: string) => ({ table: "accounts", column, rowId: accountId });

/** Finds an account by its address, which the table does not hold in clear. */
export const emailLookup = (secret: string, email: string) => lookupHash(secret, "account-email", email);

export const sealEmail = (ring: KeyRing, accountId: string, email: string) =>
  sealWithRing(ring, place("email_sealed", accountId), email);
export const openEmail = (ring: KeyRing, accountId: string, sealed: Uint8Array) =>
  openWithRing(ring, place("email_sealed", accountId), sealed);

export const sealProfile = (ring: KeyRing, accountId: string, profile: Profile) =>
  sealWithRing(ring, place("profile_sealed", accountId), JSON.stringify(profile));
export const openProfile = (ring: KeyRing, accountId: string, sealed: Uint8Array): Profile =>
  storedProfileSchema.parse(JSON.parse(openWithRing(ring, place("profile_sealed", accountId), sealed)));

export const sealTotpSecret = (ring: KeyRing, accountId: string, secret: string) =>
  sealWithRing(ring, { table: "totp_factors", column: "secret_sealed", rowId: accountId }, secret);
export const openTotpSecret = (ring: KeyRing, accountId: string, sealed: Uint8Array) =>
  openWithRing(ring, { table: "totp_factors", column: "secret_sealed", rowId: accountId }, sealed);

export const sealAccountKey = (ring: KeyRing, accountId: string, armored: string) =>
  sealWithRing(ring, { table: "account_keys", column: "key_sealed", rowId: accountId }, armored);
export const openAccountKey = (ring: KeyRing, accountId: string, sealed: Uint8Array) =>
  openWithRing(ring, { table: "account_keys", column: "key_sealed", rowId: accountId }, sealed);

/** An invitation has no account yet: its address is bound to the hash of its token. */
export const sealInvited = (ring: KeyRing, tokenHash: Buffer, email: string) =>
  sealWithRing(ring, { table: "account_tokens", column: "email_sealed", rowId: tokenHash.toString("hex") }, email);
export const openInvited = (ring: KeyRing, tokenHash: Buffer, sealed: Uint8Array) =>
  openWithRing(ring, { table: "account_tokens", column: "email_sealed", rowId: tokenHash.toString("hex") }, sealed);
