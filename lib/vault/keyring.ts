import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { type AccountPlace, IntegrityError, type KeyRing, openWithRing, sealWithRing, secretKey } from "./seal";

const EXAMPLE = '{ "current": 1, "keys": { "1": "<32 random bytes in base64>" } }';

const fileSchema = z.strictObject({
  current: z.int().positive().max(0xffffffff),
  keys: z.record(z.string().regex(/^[1-9]\d{0,8}$/), z.string()),
});

/** A key ring that must not be used; the message is for the operator and names KEYRING_FILE. */
export class KeyRingError extends Error {
  override readonly name = "KeyRingError";
  constructor(why: string) {
    super(`KEYRING_FILE ${why}`);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function isThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}

function parseKeyRing(path: string, text: string): KeyRing {
  const bad = (why: string) => new KeyRingError(`(${path}) ${why}. It looks like ${EXAMPLE}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw bad("is not JSON");
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) throw bad("does not have the form of a key ring");
  const keys = new Map(
    Object.entries(parsed.data.keys).map(([version, encoded]) => {
      const bytes = Buffer.from(encoded, "base64");
      if (bytes.length !== 32 || bytes.toString("base64") !== encoded) {
        throw bad(`holds a key ${version} that is not 32 bytes in base64`);
      }
      return [Number(version), secretKey(bytes)] as const;
    }),
  );
  if (!keys.has(parsed.data.current)) throw bad(`names key ${parsed.data.current} as current but does not hold it`);
  return { current: parsed.data.current, keys };
}

function syncDirectory(path: string): void {
  const directory = openSync(dirname(path), constants.O_RDONLY);
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

/** Writes beside the target and lets `place` put it there in one step, so that no reader meets half a ring. */
function writeBeside(path: string, ring: KeyRing, place: (temporary: string) => void): void {
  const keys = Object.fromEntries([...ring.keys].map(([version, key]) => [version, key.export().toString("base64")]));
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeSync(file, `${JSON.stringify({ current: ring.current, keys }, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  place(temporary);
  syncDirectory(path);
}

/** Replaces the key ring file (mode 0600) atomically. */
export function saveKeyRing(path: string, ring: KeyRing): void {
  writeBeside(path, ring, (temporary) => renameSync(temporary, path));
}

/** The ring with one more key, which becomes the current one. Older keys still open what they sealed. */
export function withNewKey(ring: KeyRing): KeyRing {
  const version = Math.max(0, ...ring.keys.keys()) + 1;
  return { current: version, keys: new Map([...ring.keys, [version, secretKey(randomBytes(32))]]) };
}

function createKeyRing(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeBeside(path, withNewKey({ current: 0, keys: new Map() }), (temporary) => {
    try {
      // link refuses an existing name: of two processes starting at once, both end up with the first ring.
      linkSync(temporary, path);
    } catch (error) {
      if (!isThere(error)) throw error;
    } finally {
      unlinkSync(temporary);
    }
  });
}

/**
 * Reads the key ring. A missing file is created only on request: in a running installation
 * a new ring would open nothing that is already sealed.
 * @throws KeyRingError
 */
export function loadKeyRing(path: string, options: { createIfMissing?: boolean } = {}): KeyRing {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (!isMissing(error)) throw new KeyRingError(`(${path}) cannot be read: ${String(error)}`);
    if (!options.createIfMissing) {
      throw new KeyRingError(`(${path}) does not exist. Restore it from its backup: sealed data opens only with it.`);
    }
    createKeyRing(path);
    return loadKeyRing(path);
  }
  return parseKeyRing(path, text);
}

/** Whether only the owner of the file may read it. */
export function keyRingIsPrivate(path: string): boolean {
  return (statSync(path).mode & 0o077) === 0;
}

const CHECK_PLACE: AccountPlace = { table: "keyring", column: "check", rowId: "1" };
const CHECK_TEXT = "safe-harbour key ring";

/** A constant sealed by the current key, kept in the database to recognise the ring that belongs to it. */
export function keyRingCheck(ring: KeyRing): Buffer {
  return sealWithRing(ring, CHECK_PLACE, CHECK_TEXT);
}

/** @throws KeyRingError when the stored check does not open with this ring. */
export function verifyKeyRingCheck(ring: KeyRing, stored: Uint8Array): void {
  try {
    if (openWithRing(ring, CHECK_PLACE, stored) === CHECK_TEXT) return;
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
  }
  throw new KeyRingError(
    "holds another key ring than the one this database was sealed with. Use the key ring that was backed up for it.",
  );
}
