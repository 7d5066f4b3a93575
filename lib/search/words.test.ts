import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_WORDS, snippetOf, wordsOf } from "./words";

describe("the words of a text", () => {
  test.each([
    ["Header injection", ["header", "injection"]],
    ["CVE-2025-1234 in foo_bar.php?id=7", ["cve", "2025", "1234", "in", "foo", "bar", "php", "id", "7"]],
    ["naïve NAÏVE nai\u0308ve", ["naive"]],
    ["ﬁle ＡＢＣ", ["file", "abc"]],
    ["Straße İstanbul", ["straße", "istanbul"]],
    ["漏洞报告 XSS", ["漏洞", "洞报", "报告", "xss"]],
    ["漏", ["漏"]],
    ["  …!?  ", []],
    ["a".repeat(65), []],
  ])("%s", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  test("are the same however the text was composed, written or spaced", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const words = wordsOf(text);
        expect(wordsOf(text.normalize("NFD"))).toEqual(words);
        expect(wordsOf(text.normalize("NFC"))).toEqual(words);
        expect(wordsOf(` ${text}\n`)).toEqual(words);
        expect(new Set(words).size).toBe(words.length);
      }),
    );
  });

  test("end somewhere, whatever was sent", () => {
    const text = [...Array(MOST_WORDS * 2)].map((_, index) => `w${index}`).join(" ");
    expect(wordsOf(text)).toHaveLength(MOST_WORDS);
  });
});

describe("a snippet", () => {
  const marked = (text: string, words: string[]) =>
    snippetOf(text, words)
      ?.map(({ text: part, hit }) => (hit ? `[${part}]` : part))
      .join("") ?? null;

  test("marks every word that was asked for, as it was written", () => {
    expect(marked("A line break ends the Header early; the HEADER is read.", ["header", "read"])).toBe(
      "A line break ends the [Header] early; the [HEADER] is [read].",
    );
    expect(marked("Une faille NAÏVE", ["naive"])).toBe("Une faille [NAÏVE]");
    expect(marked("漏洞报告", ["洞报"])).toBe("[漏洞报告]");
  });

  test("is cut between words, and says that there is more", () => {
    const long = `${"before ".repeat(40)}needle ${"after ".repeat(60)}`;
    const text = marked(long, ["needle"]) ?? "";
    expect(text).toMatch(/^… before .*\[needle\] after .* after …$/);
    expect(text.length).toBeLessThan(200);
  });

  test("is none where no word is", () => {
    expect(snippetOf("Nothing of it", ["header"])).toBeNull();
    expect(snippetOf("headers", ["header"])).toBeNull();
  });

  test("shows the text and nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ minLength: 1 }), (text, word) => {
        const shown =
          snippetOf(`${text} needle ${word}`, ["needle"])
            ?.map((part) => part.text)
            .join("") ?? "";
        const plain = `${text} needle ${word}`.replace(/\s+/gu, " ").trim();
        expect(plain).toContain(shown.replace(/^… /, "").replace(/ …$/, ""));
      }),
    );
  });
});
