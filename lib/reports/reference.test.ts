import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CROCKFORD } from "./crockford";
import { newReference, parseReference } from "./reference";

const prefixes = fc.constantFrom("SDH", "CDH", "OIL", "A1", "LOOOOOOL");
const references = fc
  .tuple(prefixes, fc.uint8Array({ minLength: 7, maxLength: 7 }))
  .map(([prefix, bytes]) => newReference(prefix, bytes));

describe("newReference", () => {
  test("turns seven random bytes into seven symbols and a check symbol", () => {
    expect(newReference("SDH", Uint8Array.from([7, 19, 3, 15, 9, 23, 29]))).toBe("SDH-7K3F-9QX6");
    expect(newReference("SDH", new Uint8Array(7))).toBe("SDH-0000-0000");
  });

  test("takes its own randomness when none is given", () => {
    const drawn = Array.from({ length: 200 }, () => newReference("SDH"));
    expect(new Set(drawn).size).toBe(200);
    for (const reference of drawn) expect(reference).toMatch(/^SDH-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  test("uses all 32 symbols evenly", () => {
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 256; byte++) {
      const symbol = newReference("SDH", Uint8Array.from([byte, 0, 0, 0, 0, 0, 0])).charAt(4);
      counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
    }
    expect([...counts.keys()].sort().join("")).toBe([...CROCKFORD].sort().join(""));
    expect(new Set(counts.values())).toEqual(new Set([8]));
  });

  test.each(["", "s", "sdh", "A", "1AB", "TOOLONGXX", "A-B"])("refuses the prefix %j", (prefix) => {
    expect(() => newReference(prefix, new Uint8Array(7))).toThrow(TypeError);
  });

  test("refuses too few random bytes", () => {
    expect(() => newReference("SDH", new Uint8Array(6))).toThrow(TypeError);
  });
});

describe("parseReference", () => {
  test.each([
    "SDH-7K3F-9QX6",
    "sdh-7k3f-9qx6",
    " SDH 7K3F 9QX6 ",
    "SDH7K3F9QX6",
    "S-D-H-7K-3F-9Q-X6",
    "SDH–7K3F—9QX6",
    "[SDH-7K3F-9QX6]",
    "SDH-7K3F-9QX6.",
  ])("reads %j", (input) => {
    expect(parseReference(input)).toEqual({ ok: true, prefix: "SDH", reference: "SDH-7K3F-9QX6" });
  });

  test("reads O as 0 and I or L as 1, but leaves the prefix alone", () => {
    const reference = newReference("OIL", Uint8Array.from([0, 1, 1, 0, 1, 0, 1]));
    const [, body] = [reference.slice(0, 3), reference.slice(3)];
    const typed = `OIL${body.replaceAll("0", "o").replace("1", "l").replaceAll("1", "I")}`;
    expect(parseReference(typed)).toEqual({ ok: true, prefix: "OIL", reference });
  });

  test.each([
    ["", "Enter a reference like ABC-7K3F-9QX6"],
    ["7K3F-9QX6", "Enter a reference like ABC-7K3F-9QX6"],
    ["SDH-7K3F-9QX", "This reference has a wrong character: compare it with your receipt"],
    ["SDH-7K3F-9QU6", "A reference has no U in its last eight characters"],
    ["SDH-7K3F-9QX7", "This reference has a wrong character: compare it with your receipt"],
    ["<script>alert(1)</script>", "Enter a reference like ABC-7K3F-9QX6"],
  ])("refuses %j", (input, reason) => {
    expect(parseReference(input)).toEqual({ ok: false, reason });
  });

  test("reads back every reference", () => {
    fc.assert(
      fc.property(references, (reference) => {
        expect(parseReference(reference.toLowerCase())).toMatchObject({ ok: true, reference });
      }),
    );
  });

  test("notices every single wrong symbol", () => {
    fc.assert(
      fc.property(
        references,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(...CROCKFORD),
        (reference, from, symbol) => {
          const compact = reference.replaceAll("-", "");
          const index = compact.length - from;
          fc.pre(compact.charAt(index) !== symbol);
          const wrong = compact.slice(0, index) + symbol + compact.slice(index + 1);
          expect(parseReference(wrong)).toMatchObject({ ok: false });
        },
      ),
    );
  });

  test("notices a swap of neighbours, save the one that Luhn cannot see (0 and Z)", () => {
    fc.assert(
      fc.property(references, fc.integer({ min: 2, max: 8 }), (reference, from) => {
        const compact = reference.replaceAll("-", "");
        const index = compact.length - from;
        const [a, b] = [compact.charAt(index), compact.charAt(index + 1)];
        fc.pre(a !== b && new Set([a, b, "0", "Z"]).size !== 2);
        const swapped = compact.slice(0, index) + b + a + compact.slice(index + 2);
        expect(parseReference(swapped)).toMatchObject({ ok: false });
      }),
    );
  });
});
