import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CROCKFORD } from "../reports/crockford";
import { codeHash, codeOfDraft, newReceiptCode } from "./code-hash";
import { mayRepeatCode, parseReceiptCode, receiptCode } from "./receipt-code";

const SECRET = "a secret of the portal with enough bytes";
const bytes = fc.uint8Array({ minLength: 27, maxLength: 27 });
const symbolsOf = (code: string) => code.replaceAll("-", "");

describe("a receipt code", () => {
  test("has 135 random bits in seven groups of four, the last symbol checking the others (RC-01)", () => {
    const codes = Array.from({ length: 1000 }, newReceiptCode);
    expect(new Set(codes).size).toBe(1000);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    // 27 000 symbols of 32 kinds: each about 844 times; six standard deviations either way.
    const counts = new Map<string, number>();
    for (const code of codes)
      for (const symbol of symbolsOf(code).slice(0, 27)) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    expect(counts.size).toBe(32);
    for (const count of counts.values()) expect(Math.abs(count - 27_000 / 32)).toBeLessThan(175);
  });

  test("is read in any case, with any spaces and dashes, O for 0, I and L for 1 (RC-08)", () => {
    fc.assert(
      fc.property(bytes, fc.constantFrom("", " ", "-", " – ", "."), (random, separator) => {
        const code = receiptCode(random);
        const typed = symbolsOf(code).toLowerCase().replaceAll("0", "o").replaceAll("1", "l");
        const spaced = typed.match(/.{1,3}/g)?.join(separator) ?? "";
        expect(parseReceiptCode(` ${spaced} `)).toEqual({ ok: true, code });
      }),
    );
  });

  test("with one wrong symbol is refused before anything is looked up", () => {
    fc.assert(
      fc.property(bytes, fc.nat(27), fc.integer({ min: 1, max: 31 }), (random, at, shift) => {
        const symbols = symbolsOf(receiptCode(random));
        const wrong = CROCKFORD.charAt((CROCKFORD.indexOf(symbols.charAt(at)) + shift) % 32);
        const parsed = parseReceiptCode(symbols.slice(0, at) + wrong + symbols.slice(at + 1));
        expect(parsed.ok).toBe(false);
      }),
    );
  });

  test.each([
    ["", "Enter your receipt code"],
    ["ABCD", "A receipt code has 28 characters: this is 24 too short"],
    [`${"A".repeat(28)}A`, "A receipt code has 28 characters: this is 1 too long"],
    ["U".repeat(28), "A receipt code has no U in it"],
    [`${"7".repeat(27)}8`, "This receipt code has a wrong character: compare it with what you kept"],
  ])("%j: %s", (typed, reason) => expect(parseReceiptCode(typed)).toEqual({ ok: false, reason }));
});

describe("what is stored of it", () => {
  test("depends on the portal's secret, and never holds it", () => {
    const code = newReceiptCode();
    expect(codeHash(SECRET, code)).toMatch(/^[0-9a-f]{64}$/);
    expect(codeHash(SECRET, code)).toBe(codeHash(SECRET, code));
    expect(codeHash(`another ${SECRET}`, code)).not.toBe(codeHash(SECRET, code));
  });

  test("one draft's token always gives one code, another's another", () => {
    expect(codeOfDraft(SECRET, "token")).toBe(codeOfDraft(SECRET, "token"));
    expect(codeOfDraft(SECRET, "token")).not.toBe(codeOfDraft(SECRET, "tokem"));
    expect(parseReceiptCode(codeOfDraft(SECRET, "token")).ok).toBe(true);
  });

  test("the same sending answers with it for half an hour", () => {
    const sent = new Date("2026-03-02T15:00:00.000Z");
    expect(mayRepeatCode(sent, new Date("2026-03-02T15:29:59.999Z"))).toBe(true);
    expect(mayRepeatCode(sent, new Date("2026-03-02T15:30:00.000Z"))).toBe(false);
  });
});
