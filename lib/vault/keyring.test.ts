import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  KeyRingError,
  keyRingCheck,
  keyRingIsPrivate,
  loadKeyRing,
  saveKeyRing,
  verifyKeyRingCheck,
  withNewKey,
} from "./keyring";
import { openWithRing, sealWithRing } from "./seal";

const root = mkdtempSync(join(tmpdir(), "keyring-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const place = { table: "accounts", column: "email", rowId: "1" };
let count = 0;
const newPath = () => join(root, String(++count), "keyring.json");

function fileWith(text: string): string {
  const path = newPath();
  loadKeyRing(path, { createIfMissing: true });
  writeFileSync(path, text);
  return path;
}

describe("loadKeyRing", () => {
  test("refuses a missing file and names the variable", () => {
    const path = newPath();
    expect(() => loadKeyRing(path)).toThrow(/^KEYRING_FILE \(.*keyring\.json\) does not exist/);
    expect(existsSync(path)).toBe(false);
  });

  test("creates a private file on request and then reads the same ring", () => {
    const path = newPath();
    const ring = loadKeyRing(path, { createIfMissing: true });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(keyRingIsPrivate(path)).toBe(true);
    expect(readdirSync(join(path, ".."))).toEqual(["keyring.json"]);
    const file = JSON.parse(readFileSync(path, "utf8"));
    expect(file.current).toBe(1);
    expect(Buffer.from(file.keys["1"], "base64")).toHaveLength(32);
    const sealed = sealWithRing(ring, place, "a@b.example");
    expect(openWithRing(loadKeyRing(path, { createIfMissing: true }), place, sealed)).toBe("a@b.example");
  });

  test.each([
    ["no JSON", "{"],
    ["an empty file", ""],
    ["an unknown member", JSON.stringify({ current: 1, keys: { 1: Buffer.alloc(32).toString("base64") }, extra: 1 })],
    ["a missing current key", JSON.stringify({ current: 2, keys: { 1: Buffer.alloc(32).toString("base64") } })],
    ["a short key", JSON.stringify({ current: 1, keys: { 1: Buffer.alloc(31).toString("base64") } })],
    ["base64 with rubbish", JSON.stringify({ current: 1, keys: { 1: `${Buffer.alloc(32).toString("base64")}!` } })],
    ["a version that is no number", JSON.stringify({ current: 1, keys: { one: Buffer.alloc(32).toString("base64") } })],
  ])("refuses %s, names the variable and shows the form", (_, text) => {
    const path = fileWith(text);
    expect(() => loadKeyRing(path, { createIfMissing: true })).toThrow(KeyRingError);
    expect(() => loadKeyRing(path)).toThrow(/^KEYRING_FILE .*It looks like/);
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("a ring readable by others is recognised", () => {
    const path = newPath();
    loadKeyRing(path, { createIfMissing: true });
    chmodSync(path, 0o644);
    expect(keyRingIsPrivate(path)).toBe(false);
  });
});

test("a new key becomes current, the old one still opens, and both survive saving", () => {
  const path = newPath();
  const first = loadKeyRing(path, { createIfMissing: true });
  const sealed = sealWithRing(first, place, "old");
  saveKeyRing(path, withNewKey(first));
  const second = loadKeyRing(path);
  expect(second.current).toBe(2);
  expect([...second.keys.keys()]).toEqual([1, 2]);
  expect(openWithRing(second, place, sealed)).toBe("old");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

describe("the check kept in the database", () => {
  test("accepts its ring, also after a key was added", () => {
    const ring = loadKeyRing(newPath(), { createIfMissing: true });
    const stored = keyRingCheck(ring);
    expect(() => verifyKeyRingCheck(ring, stored)).not.toThrow();
    expect(() => verifyKeyRingCheck(withNewKey(ring), stored)).not.toThrow();
  });

  test("refuses another ring and a damaged check", () => {
    const ring = loadKeyRing(newPath(), { createIfMissing: true });
    const stored = keyRingCheck(ring);
    const other = loadKeyRing(newPath(), { createIfMissing: true });
    expect(() => verifyKeyRingCheck(other, stored)).toThrow(/^KEYRING_FILE holds another key ring/);
    expect(() => verifyKeyRingCheck(ring, stored.subarray(1))).toThrow(KeyRingError);
  });
});
