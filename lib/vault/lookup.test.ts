import { createSecretKey, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashToken, lookupHash, newToken, sameSecret } from "./lookup";

const secret = randomBytes(32);

describe("lookupHash", () => {
  test("is stable for one secret, purpose and value", () => {
    const hash = lookupHash(secret, "email", "a@b.example");
    expect(hash).toHaveLength(32);
    expect(hash.equals(lookupHash(createSecretKey(secret), "email", "a@b.example"))).toBe(true);
  });

  test("differs by secret, purpose and value, also where the two run together", () => {
    const hashes = [
      lookupHash(secret, "email", "a@b.example"),
      lookupHash(randomBytes(32), "email", "a@b.example"),
      lookupHash(secret, "code", "a@b.example"),
      lookupHash(secret, "email", "a@c.example"),
      lookupHash(secret, "emaila", "@b.example"),
    ].map((hash) => hash.toString("hex"));
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test("refuses a short secret", () => {
    expect(() => lookupHash("short", "email", "x")).toThrow(/at least 32 bytes/);
    expect(() => lookupHash(randomBytes(31), "email", "x")).toThrow(/at least 32 bytes/);
    expect(() => lookupHash(createSecretKey(randomBytes(16)), "email", "x")).toThrow(/at least 32 bytes/);
  });
});

describe("tokens", () => {
  test("are 256 bits of base64url and do not repeat", () => {
    const tokens = Array.from({ length: 500 }, newToken);
    expect(new Set(tokens).size).toBe(500);
    for (const token of tokens) {
      expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(token, "base64url").toString("base64url")).toBe(token);
    }
  });

  test("are stored as SHA-256", () => {
    // FIPS 180-2, appendix B.1
    expect(hashToken("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

test("sameSecret agrees with equality for every pair and every length", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => sameSecret(a, b) === (a === b)));
  fc.assert(fc.property(fc.uint8Array(), (bytes) => sameSecret(bytes, Buffer.from(bytes))));
});
