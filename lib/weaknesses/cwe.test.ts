import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseCwe, searchWeaknesses, weaknessExists, weaknesses, weaknessName, withDescendants } from "./catalogue";
import { cweNumber, isDiscouraged, offeredWeaknesses } from "./cwe";
import { PLAIN_WORDS } from "./plain-words";

const XSS = "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')";

describe("parseCwe", () => {
  test.each([
    "CWE-79",
    "79",
    "cwe-79",
    " CWE 79 ",
    "0079",
    "CWE79",
    "cross-site scripting",
    "Cross site  SCRIPTING",
    "XSS",
    XSS,
  ])("reads %j", (text) => {
    expect(parseCwe(text)).toMatchObject({ ok: true, id: "CWE-79", weakness: { id: 79, name: XSS } });
  });

  test.each([
    ["CWE-99999", "CWE-99999 isn’t in the list"],
    ["0", "CWE-0 isn’t in the list"],
    ["16", "CWE-16 isn’t in the list"],
    ["wobbly bits", "“wobbly bits” isn’t in the list"],
    ["CWE-247", "CWE-247 is deprecated: choose another"],
    ["", "Enter a CWE number like CWE-79"],
    ["--", "Enter a CWE number like CWE-79"],
    ["CWE-790000", "“CWE-790000” isn’t in the list"],
  ])("refuses %j in a sentence", (text, message) => {
    expect(parseCwe(text)).toEqual({ ok: false, message });
  });

  test("reads every weakness that is in use by its number and by its name", () => {
    for (const weakness of weaknesses().values()) {
      if (weakness.deprecated) continue;
      expect(parseCwe(String(weakness.id))).toMatchObject({ ok: true, weakness: { id: weakness.id } });
      expect(parseCwe(weakness.name)).toMatchObject({ ok: true, weakness: { id: weakness.id } });
    }
  });

  test("answers any text without failing", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof parseCwe(text).ok === "boolean"));
    expect(cweNumber("7 9")).toBeNull();
  });
});

describe("searchWeaknesses", () => {
  const ids = (text: string, limit = 5) => searchWeaknesses(text, limit).map(({ id }) => id);

  test("by number lists the number itself first, then longer ones", () => {
    expect(ids("79", 3)).toEqual([79, 790, 791]);
    expect(ids("CWE-352", 1)).toEqual([352]);
  });

  test("by word lists well-known names first", () => {
    expect(ids("xss")[0]).toBe(79);
    expect(ids("sql injection")[0]).toBe(89);
    expect(ids("prompt injection")[0]).toBe(1427);
    expect(ids("path trav")).toContain(22);
    expect(ids("injection", 50).length).toBeGreaterThan(5);
  });

  test("never lists deprecated ones and keeps to its limit", () => {
    expect(searchWeaknesses("deprecated", 10)).toEqual([]);
    expect(searchWeaknesses("a", 7)).toHaveLength(7);
    expect(searchWeaknesses("  ", 7)).toEqual([]);
  });
});

describe("offeredWeaknesses", () => {
  const ids = (text: string, all = false) =>
    offeredWeaknesses(weaknesses(), text, { all, limit: 200 }).map(({ id }) => id);

  test("begins with the usual ones and has the others on request", () => {
    expect(ids("")).toContain(79);
    expect(ids("")).toHaveLength([...weaknesses().values()].filter(({ usual }) => usual).length);
    expect(ids("")).not.toContain(80);
    expect(ids("", true)).toContain(80);
    expect(ids("cross-site scripting")).toEqual([79]);
    expect(ids("cross-site scripting", true).length).toBeGreaterThan(1);
  });

  test("looks among all for a number, and for a word that no usual one has", () => {
    expect(ids("80")).toContain(80);
    expect(ids("prompt injection")).toContain(1427);
    expect(ids("no such weakness anywhere")).toEqual([]);
  });

  test("never offers what is deprecated, and explains every usual one that CWE allows in plain words", () => {
    for (const all of [false, true]) {
      for (const { deprecated } of offeredWeaknesses(weaknesses(), "", { all, limit: 2000 }))
        expect(deprecated).toBe(false);
    }
    const unexplained = [...weaknesses().values()].filter(
      ({ usual, plain, usage }) => usual && usage === "Allowed" && !plain,
    );
    expect(unexplained.length).toBeLessThan(45);
    for (const id of Object.keys(PLAIN_WORDS)) expect(weaknessExists(Number(id))).toBe(true);
  });

  test("an entry that CWE discourages comes with what fits better, and none of that is deprecated", () => {
    const input = weaknesses().get(20);
    expect(input && isDiscouraged(input)).toBe(true);
    expect(input?.suggestions).toContain(1284);
    for (const { suggestions } of weaknesses().values()) {
      for (const id of suggestions) expect(weaknesses().get(id)?.deprecated ?? true, `CWE-${id}`).toBe(false);
    }
  });
});

test("what stands beneath a weakness, however deep, and nothing beside it", () => {
  expect(withDescendants(79)).toEqual(expect.arrayContaining([79, 80, 83]));
  expect(withDescendants(74)).toEqual(expect.arrayContaining([74, 77, 78, 79, 80, 89, 564]));
  expect(withDescendants(79)).not.toContain(89);
  expect(withDescendants(99_999)).toEqual([99_999]);
});

test("names and existence", () => {
  expect(weaknessExists(79)).toBe(true);
  expect(weaknessExists(99999)).toBe(false);
  expect(weaknessName(1004)).toBe("Sensitive Cookie Without 'HttpOnly' Flag");
  expect(weaknessName(99999)).toBeNull();
});

/** The reference copies beside the checkout; not part of the product. */
const published = fileURLToPath(new URL("../../../shared/standards/cwe/cwe.json", import.meta.url));

describe("the list of CWE 4.19.1", () => {
  if (!existsSync(published)) test.skip("is compared only where ../shared/standards/cwe/cwe.json is present");
  else
    test("has the same numbers, names, deprecations and advice", () => {
      type Published = { weaknesses: { id: number; name: string; status: string; usage: string }[] };
      const { weaknesses: expected } = JSON.parse(readFileSync(published, "utf8")) as Published;
      const own = [...weaknesses().values()].map(({ id, name, deprecated, usage }) => ({
        id,
        name,
        deprecated,
        usage,
      }));
      expect(own.sort((a, b) => a.id - b.id)).toEqual(
        expected
          .map(({ id, name, status, usage }) => ({ id, name, deprecated: status === "Deprecated", usage }))
          .sort((a, b) => a.id - b.id),
      );
    });
});
