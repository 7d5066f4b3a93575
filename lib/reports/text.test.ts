import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanText, keepBytes, lengthOf, tooLong, unstorable } from "./text";

const anyText = fc.string({ unit: "binary" });

describe("cleanText", () => {
  test.each([
    ["spaces around", "  a b  ", "a b"],
    ["form line breaks", "a\r\nb\rc\nd", "a\nb\nc\nd"],
    ["tabs kept", "a\tb", "a\tb"],
    ["control characters", "a\u0007b\u001bc\u007fd\u0085e\u009ff", "abcdef"],
    ["composition", "e\u0301", "é"],
    ["composition across a control", "e\u0007\u0301", "é"],
    ["scripts and emoji kept", "שלום 👩🏽‍💻 नमस्ते", "שלום 👩🏽‍💻 नमस्ते"],
  ])("%s", (_, input, stored) => {
    expect(cleanText(input)).toBe(stored);
  });

  test("cleaning twice changes nothing more, and the result is NFC without controls", () => {
    fc.assert(
      fc.property(anyText, (input) => {
        const once = cleanText(input);
        expect(cleanText(once)).toBe(once);
        expect(once.normalize("NFC")).toBe(once);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested
        expect(once).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });
});

describe("keepBytes", () => {
  test("keeps everything but the form's line breaks", () => {
    expect(keepBytes("GET / HTTP/1.1\r\n\r\n")).toBe("GET / HTTP/1.1\n\n");
    expect(keepBytes("  <script>\0\u202ee\u0301</script>\t")).toBe("  <script>\0\u202ee\u0301</script>\t");
    fc.assert(fc.property(anyText, (input) => keepBytes(input.replaceAll("\r", "")) === input.replaceAll("\r", "")));
  });
});

describe("unstorable", () => {
  const sentence = "Remove the invisible characters that cannot be stored";

  test.each(["a\0b", "\ud800", "a\udc00b", "\ude00\ud83d"])("refuses %j", (input) => {
    expect(unstorable(input)).toBe(sentence);
  });

  test("lets a PoC hold NUL, but no lone surrogate", () => {
    expect(unstorable("a\0b", "bytes")).toBeNull();
    expect(unstorable("a\ud800b", "bytes")).toBe(sentence);
  });

  test("accepts all other text", () => {
    fc.assert(fc.property(anyText, (input) => unstorable(input.replaceAll("\0", "")) === null));
  });
});

describe("length", () => {
  test("counts code points", () => {
    expect(lengthOf("é😀a")).toBe(3);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "😀", "ß")),
        (symbols) => lengthOf(symbols.join("")) === symbols.length,
      ),
    );
  });

  test("says by how much to shorten", () => {
    expect(tooLong("😀".repeat(10), 10)).toBeNull();
    expect(tooLong("a".repeat(11), 10)).toBe("Shorten by 1 character");
    expect(tooLong("a".repeat(130), 10)).toBe("Shorten by 120 characters");
  });
});
