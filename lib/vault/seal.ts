import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";

/**
 * Envelope encryption: text is sealed with a data key (one per report), data keys are wrapped by a
 * versioned key-encryption key. AES-256-GCM with a random 96-bit nonce per value (NIST SP 800-38D §8.2.2).
 *
 * sealed value   01 | nonce 12 | ciphertext | tag 16
 * wrapped key    11 | key version u32 | nonce 12 | ciphertext 32 | tag 16
 * account value  21 | key version u32 | salt 16 | nonce 12 | ciphertext | tag 16
 */
const FORMAT = { value: 0x01, wrappedKey: 0x11, accountValue: 0x21 } as const;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;
const VERSION_BYTES = 4;

/** Encrypts the sealed fields of one report. A `KeyObject` prints and serialises without its bytes. */
export type DataKey = { readonly kind: "data"; readonly secret: KeyObject };

/** Key-encryption keys by version; `current` wraps, the others only unwrap. */
export type KeyRing = { readonly current: number; readonly keys: ReadonlyMap<number, KeyObject> };

/** Where a value lives. It opens nowhere else, so a swapped row or column is noticed. */
export type Place = { table: string; column: string; rowId: string; reportId: string };

/** Where a value lives that belongs to no report: account data, signing keys. */
export type AccountPlace = { table: string; column: string; rowId: string };

export type IntegrityReason = "changed" | "unknown_format" | "unknown_key";

const SENTENCES: Record<IntegrityReason, string> = {
  changed:
    "A sealed value does not open in this place with this key: it was changed, moved or sealed with another key.",
  unknown_format: "A sealed value has an unknown format.",
  unknown_key: "A sealed value names a key version that the key ring does not hold.",
};

/** A sealed value that cannot be trusted. The message never holds any of it. */
export class IntegrityError extends Error {
  override readonly name = "IntegrityError";
  constructor(readonly reason: IntegrityReason) {
    super(SENTENCES[reason]);
  }
}

export function secretKey(bytes: Uint8Array): KeyObject {
  if (bytes.length !== KEY_BYTES) throw new TypeError(`A key has ${KEY_BYTES} bytes, this one has ${bytes.length}.`);
  return createSecretKey(bytes);
}

export function newDataKey(): DataKey {
  return { kind: "data", secret: secretKey(randomBytes(KEY_BYTES)) };
}

function encrypt(key: KeyObject, aad: Uint8Array, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject, aad: Uint8Array, body: Uint8Array): Buffer {
  if (body.length < NONCE_BYTES + TAG_BYTES) throw new IntegrityError("changed");
  const decipher = createDecipheriv("aes-256-gcm", key, body.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw new IntegrityError("changed");
  }
}

/** A JSON array, so that no choice of names lets two places share their bytes. */
function boundTo(...parts: (string | number)[]): Buffer {
  return Buffer.from(JSON.stringify(parts), "utf8");
}

function placeBytes(place: Place): Buffer {
  return boundTo(FORMAT.value, place.table, place.column, place.rowId, place.reportId);
}

function header(format: number, version: number): Buffer {
  const bytes = Buffer.alloc(1 + VERSION_BYTES);
  bytes.writeUInt8(format, 0);
  bytes.writeUInt32BE(version, 1);
  return bytes;
}

function keyOf(ring: KeyRing, version: number): KeyObject {
  const key = ring.keys.get(version);
  if (!key) throw new IntegrityError("unknown_key");
  return key;
}

function readHeader(format: number, bytes: Uint8Array): { version: number; body: Uint8Array } {
  if (bytes.length < 1 + VERSION_BYTES || bytes[0] !== format) throw new IntegrityError("unknown_format");
  return { version: Buffer.from(bytes.subarray(1, 5)).readUInt32BE(0), body: bytes.subarray(1 + VERSION_BYTES) };
}

/** One key, several uses: each use gets its own key (RFC 5869). */
function derive(kek: KeyObject, use: string, salt: Uint8Array): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", kek, salt, `safe-harbour/${use}/v1`, KEY_BYTES)));
}

// Keys are wrapped without a salt, so one of them leads to one wrapping key for as long as the ring holds it.
const wrappingKeys = new WeakMap<KeyObject, KeyObject>();

function wrappingKey(kek: KeyObject): KeyObject {
  const known = wrappingKeys.get(kek);
  if (known) return known;
  const key = derive(kek, "wrap", Buffer.alloc(0));
  wrappingKeys.set(kek, key);
  return key;
}

/** UTF-8 bytes that decode to the same text; encoding would silently replace a lone surrogate. */
function utf8(text: string): Buffer {
  if (/\p{Surrogate}/u.test(text)) throw new TypeError("Text with a lone surrogate cannot be sealed.");
  return Buffer.from(text, "utf8");
}

export function sealBytes(key: DataKey, place: Place, bytes: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([FORMAT.value]), encrypt(key.secret, placeBytes(place), bytes)]);
}

/** @throws IntegrityError when anything differs from what was sealed here. */
export function openBytes(key: DataKey, place: Place, sealed: Uint8Array): Buffer {
  if (sealed[0] !== FORMAT.value) throw new IntegrityError("unknown_format");
  return decrypt(key.secret, placeBytes(place), sealed.subarray(1));
}

export function sealText(key: DataKey, place: Place, text: string): Buffer {
  return sealBytes(key, place, utf8(text));
}

/** @throws IntegrityError when anything differs from what was sealed here. */
export function openText(key: DataKey, place: Place, sealed: Uint8Array): string {
  return openBytes(key, place, sealed).toString("utf8");
}

export function sealJson(key: DataKey, place: Place, value: unknown): Buffer {
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError("This value has no JSON form.");
  return sealText(key, place, json);
}

/** The caller parses the result with its schema. @throws IntegrityError */
export function openJson(key: DataKey, place: Place, sealed: Uint8Array): unknown {
  return JSON.parse(openText(key, place, sealed));
}

/** `ownerId` names what the key encrypts, for example a report's id; notes use an owner of their own. */
export function wrapKey(kek: KeyObject, kekVersion: number, dek: DataKey, ownerId: string): Buffer {
  const wrapping = wrappingKey(kek);
  const aad = boundTo(FORMAT.wrappedKey, kekVersion, ownerId);
  return Buffer.concat([header(FORMAT.wrappedKey, kekVersion), encrypt(wrapping, aad, dek.secret.export())]);
}

/** @throws IntegrityError when the blob was changed, has another owner, or its key version is gone. */
export function unwrapKey(ring: KeyRing, wrapped: Uint8Array, ownerId: string): DataKey {
  const { version, body } = readHeader(FORMAT.wrappedKey, wrapped);
  const wrapping = wrappingKey(keyOf(ring, version));
  return { kind: "data", secret: secretKey(decrypt(wrapping, boundTo(FORMAT.wrappedKey, version, ownerId), body)) };
}

/** A new data key, wrapped for its owner by the ring's current key. */
export function newWrappedKey(ring: KeyRing, ownerId: string): { key: DataKey; wrapped: Buffer } {
  const key = newDataKey();
  return { key, wrapped: wrapKey(keyOf(ring, ring.current), ring.current, key, ownerId) };
}

/** The same data key under the ring's current key; null when it already is. */
export function rewrapKey(ring: KeyRing, wrapped: Uint8Array, ownerId: string): Buffer | null {
  if (sealedKeyVersion(wrapped) === ring.current) return null;
  return wrapKey(keyOf(ring, ring.current), ring.current, unwrapKey(ring, wrapped, ownerId), ownerId);
}

/** Which key version a wrapped key or an account value needs: what rotation counts. */
export function sealedKeyVersion(sealed: Uint8Array): number {
  const format = sealed[0] === FORMAT.wrappedKey ? FORMAT.wrappedKey : FORMAT.accountValue;
  return readHeader(format, sealed).version;
}

function accountPlaceBytes(version: number, place: AccountPlace): Buffer {
  return boundTo(FORMAT.accountValue, version, place.table, place.column, place.rowId);
}

/** Seals account data, which has no data key: a fresh HKDF salt gives every value a key of its own. */
export function sealWithRing(ring: KeyRing, place: AccountPlace, text: string): Buffer {
  const salt = randomBytes(SALT_BYTES);
  const key = derive(keyOf(ring, ring.current), "account", salt);
  const body = encrypt(key, accountPlaceBytes(ring.current, place), utf8(text));
  return Buffer.concat([header(FORMAT.accountValue, ring.current), salt, body]);
}

/** @throws IntegrityError when anything differs from what was sealed here. */
export function openWithRing(ring: KeyRing, place: AccountPlace, sealed: Uint8Array): string {
  const { version, body } = readHeader(FORMAT.accountValue, sealed);
  if (body.length < SALT_BYTES) throw new IntegrityError("changed");
  const key = derive(keyOf(ring, version), "account", body.subarray(0, SALT_BYTES));
  return decrypt(key, accountPlaceBytes(version, place), body.subarray(SALT_BYTES)).toString("utf8");
}
