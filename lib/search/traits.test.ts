import { createSecretKey } from "node:crypto";
import { describe, expect, test } from "vitest";
import { tokenOf } from "./tokens";
import { pathsIn, traitsOf, traitTokens, versionsIn } from "./traits";

const stored = (answers: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(answers).map(([key, value]) => [key, { value, salt: "s" }]));

describe("paths in a text", () => {
  test.each([
    ["see https://a.example/records/17/export?x=1.", ["/records/{n}/export"]],
    ["https://A.example/Records/18/Export#top and http://b.example/records/19/export/", ["/records/{n}/export"]],
    ["https://a.example/ and https://a.example", []],
    ["<https://a.example/u/0b9f4c7e-1111-4222-8333-444455556666/edit>", ["/u/{n}/edit"]],
    ["/no/address and ftp://a.example/x", []],
  ])("%s", (text, paths) => {
    expect(pathsIn(text)).toEqual(paths);
  });
});

describe("what a report may share with another", () => {
  test("is its title's words, paths, product, weaknesses and files", () => {
    const answers = stored({
      title: "An XSS in the Export",
      productId: "portal",
      urls: ["https://a.example/export/7"],
      details: "https://a.example/export/8 does it as well",
      cweIds: ["CWE-79", "CWE-0079"],
    });
    expect(traitsOf(answers, ["ab"]).map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      "title xss",
      "title the",
      "title export",
      "path /export/{n}",
      "product portal",
      "weakness 79",
      "file ab",
    ]);
  });

  test("says nothing of a product that nobody named, and no more than some of a long list", () => {
    const urls = [...Array(200)].map((_, index) => `https://a.example/p${index}x`);
    const traits = traitsOf(stored({ productId: "not_sure", urls }), []);
    expect(traits.map(({ kind }) => kind)).toEqual(Array(24).fill("path"));
  });
});

test("a token depends on the key and on what it stands for", () => {
  const key = createSecretKey(Buffer.alloc(32, 1));
  const other = createSecretKey(Buffer.alloc(32, 2));
  const tokens = [tokenOf(key, "text", "xss"), tokenOf(key, "note", "xss"), tokenOf(other, "text", "xss")];
  expect(new Set(tokens).size).toBe(3);
  expect(traitTokens(key, [{ kind: "title", value: "xss" }])).toEqual([
    { kind: "title", trait: tokenOf(key, "title", "xss") },
  ]);
});

describe("versions in a line", () => {
  test.each([
    ["8.4.0", ["8.4.0"]],
    ["Server v8.4.0 (LTS), build 17", ["8.4.0", "17", "server v8.4.0 (lts), build 17"]],
    ["2.4 to 2.6-rc1+x.", ["2.4", "2.6-rc1+x", "2.4 to 2.6-rc1+x."]],
    ["２０２６.０５", ["2026.05"]],
    ["  The   newest ", ["the newest"]],
    ["", []],
  ])("%s", (line, versions) => expect(versionsIn(line)).toEqual(versions));
});
