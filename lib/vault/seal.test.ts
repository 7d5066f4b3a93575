import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AccountPlace,
  IntegrityError,
  type KeyRing,
  newDataKey,
  newWrappedKey,
  openBytes,
  openJson,
  openText,
  openWithRing,
  type Place,
  rewrapKey,
  sealBytes,
  sealedKeyVersion,
  sealJson,
  sealText,
  sealWithRing,
  secretKey,
  unwrapKey,
  wrapKey,
} from "./seal";

const place: Place = { table: "reports", column: "title", rowId: "row-1", reportId: "report-1" };
const accountPlace: AccountPlace = { table: "accounts", column: "email", rowId: "row-1" };
const wellFormed = fc.string({ unit: "binary" });

function ringOf(current: number, ...versions: number[]): KeyRing {
  return { current, keys: new Map(versions.map((version) => [version, secretKey(randomBytes(32))])) };
}

function flipped(bytes: Buffer, index: number, mask = 1): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(index) ^ mask, index);
  return copy;
}

describe("sealed text", () => {
  test("opens to exactly what was sealed", () => {
    const key = newDataKey();
    fc.assert(fc.property(wellFormed, (text) => openText(key, place, sealText(key, place, text)) === text));
  });

  test("never shows the text, and never seals the same text alike", () => {
    const key = newDataKey();
    const first = sealText(key, place, "stored XSS in the portal");
    expect(first.includes("stored XSS")).toBe(false);
    expect(first.equals(sealText(key, place, "stored XSS in the portal"))).toBe(false);
  });

  test("every flipped bit of every byte is noticed", () => {
    const key = newDataKey();
    const sealed = sealText(key, place, "short");
    for (let index = 0; index < sealed.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        expect(() => openText(key, place, flipped(sealed, index, 1 << bit))).toThrow(IntegrityError);
      }
    }
  });

  test("every truncation and every added byte is noticed", () => {
    const key = newDataKey();
    const sealed = sealText(key, place, "short");
    for (let length = 0; length < sealed.length; length++) {
      expect(() => openText(key, place, sealed.subarray(0, length))).toThrow(IntegrityError);
    }
    expect(() => openText(key, place, Buffer.concat([sealed, Buffer.from([0])]))).toThrow(IntegrityError);
  });

  test.each([
    ["table", { ...place, table: "messages" }],
    ["column", { ...place, column: "details" }],
    ["row", { ...place, rowId: "row-2" }],
    ["report", { ...place, reportId: "report-2" }],
    ["shifted names", { ...place, table: "reports,title", column: "" }],
  ])("does not open in another %s", (_, other) => {
    const key = newDataKey();
    expect(() => openText(key, other, sealText(key, place, "text"))).toThrow(IntegrityError);
  });

  test("does not open with another key", () => {
    const sealed = sealText(newDataKey(), place, "text");
    expect(() => openText(newDataKey(), place, sealed)).toThrow(/changed, moved or sealed with another key/);
  });

  test("refuses a lone surrogate instead of replacing it", () => {
    expect(() => sealText(newDataKey(), place, "a\ud800b")).toThrow(TypeError);
  });

  test("seals bytes and JSON", () => {
    const key = newDataKey();
    const bytes = randomBytes(1000);
    expect(openBytes(key, place, sealBytes(key, place, bytes)).equals(bytes)).toBe(true);
    const answers = { title: "é\u0000", urls: ["https://a.example"], none: null };
    expect(openJson(key, place, sealJson(key, place, answers))).toEqual(answers);
    expect(() => sealJson(key, place, undefined)).toThrow(TypeError);
  });

  test("a key does not print its bytes", () => {
    const key = newDataKey();
    const hex = key.secret.export().toString("hex");
    expect(JSON.stringify(key) + inspect(key, { depth: 9 })).not.toContain(hex);
  });
});

describe("wrapped data keys", () => {
  test("unwrap for their owner with the version that wrapped them", () => {
    const ring = ringOf(2, 1, 2);
    const { key, wrapped } = newWrappedKey(ring, "report-1");
    expect(sealedKeyVersion(wrapped)).toBe(2);
    const sealed = sealText(key, place, "text");
    expect(openText(unwrapKey(ring, wrapped, "report-1"), place, sealed)).toBe("text");
  });

  test("do not unwrap for another owner", () => {
    const ring = ringOf(1, 1);
    const { wrapped } = newWrappedKey(ring, "report-1");
    expect(() => unwrapKey(ring, wrapped, "report-2")).toThrow(IntegrityError);
  });

  test("every flipped bit is noticed, the version included", () => {
    const ring = ringOf(1, 1, 3);
    const { wrapped } = newWrappedKey(ring, "report-1");
    for (let index = 0; index < wrapped.length; index++) {
      for (let bit = 0; bit < 8; bit++) {
        expect(() => unwrapKey(ring, flipped(wrapped, index, 1 << bit), "report-1")).toThrow(IntegrityError);
      }
    }
  });

  test("name the missing key version as the reason", () => {
    const old = ringOf(1, 1);
    const { wrapped } = newWrappedKey(old, "report-1");
    expect(() => unwrapKey(ringOf(2, 2), wrapped, "report-1")).toThrow(
      expect.objectContaining({ name: "IntegrityError", reason: "unknown_key" }),
    );
  });

  test("rotation rewraps once, keeps the data key and needs the old key no more", () => {
    const one = secretKey(randomBytes(32));
    const two = secretKey(randomBytes(32));
    const dek = newDataKey();
    const wrapped = wrapKey(one, 1, dek, "report-1");
    const both: KeyRing = {
      current: 2,
      keys: new Map([
        [1, one],
        [2, two],
      ]),
    };
    const rewrapped = rewrapKey(both, wrapped, "report-1") ?? Buffer.alloc(0);
    expect(sealedKeyVersion(rewrapped)).toBe(2);
    expect(rewrapKey(both, rewrapped, "report-1")).toBeNull();
    const onlyNew: KeyRing = { current: 2, keys: new Map([[2, two]]) };
    expect(unwrapKey(onlyNew, rewrapped, "report-1").secret.equals(dek.secret)).toBe(true);
  });
});

describe("account values", () => {
  test("open to exactly what was sealed, also after the current key moved on", () => {
    const ring = ringOf(1, 1, 2);
    fc.assert(
      fc.property(wellFormed, (text) => {
        const sealed = sealWithRing(ring, accountPlace, text);
        return openWithRing({ ...ring, current: 2 }, accountPlace, sealed) === text;
      }),
    );
  });

  test("every flipped bit and every truncation is noticed", () => {
    const ring = ringOf(1, 1);
    const sealed = sealWithRing(ring, accountPlace, "a@b.example");
    for (let index = 0; index < sealed.length; index++) {
      expect(() => openWithRing(ring, accountPlace, sealed.subarray(0, index))).toThrow(IntegrityError);
      for (let bit = 0; bit < 8; bit++) {
        expect(() => openWithRing(ring, accountPlace, flipped(sealed, index, 1 << bit))).toThrow(IntegrityError);
      }
    }
  });

  test("do not open in another row, nor with another ring", () => {
    const ring = ringOf(1, 1);
    const sealed = sealWithRing(ring, accountPlace, "a@b.example");
    expect(() => openWithRing(ring, { ...accountPlace, rowId: "row-2" }, sealed)).toThrow(IntegrityError);
    expect(() => openWithRing(ringOf(1, 1), accountPlace, sealed)).toThrow(IntegrityError);
  });
});
