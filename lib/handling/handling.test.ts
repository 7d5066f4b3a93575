import { describe, expect, test } from "vitest";
import { labelProblem, readLink } from "./links";
import { readTags } from "./tags";
import { readVersions } from "./versions";

describe("tags", () => {
  test.each<[string, string[]]>([
    ["", []],
    [" , ,\n", []],
    ["Needs Vendor, needs-vendor", ["needs-vendor"]],
    ["b, a", ["a", "b"]],
    ["ＦＵＬＬ width", ["full-width"]],
    ["área:Médica", ["área:médica"]],
  ])("%j reads as %j", (typed, tags) => expect(readTags(typed)).toEqual({ ok: true, tags }));

  test.each(["<b>", "-x", "a\u202eb", "x".repeat(41), Array.from({ length: 21 }, (_, n) => `t${n}`).join()])(
    "%j is refused with a sentence",
    (typed) => expect(readTags(typed)).toMatchObject({ ok: false, message: expect.stringMatching(/\w+ \w+/) }),
  );
});

describe("references", () => {
  test.each<[string, string | null]>([
    ["PROJ-12", null],
    ["team/project#7", null],
    ["https://tracker.example/browse/PROJ-12", "https://tracker.example/browse/PROJ-12"],
    ["http://tracker.internal:8080/1", "http://tracker.internal:8080/1"],
    ["ssh://git@code.example/repository", null],
  ])("%s is kept, and followed only where a browser should", (target, href) =>
    expect(readLink(` ${target} `)).toEqual({ ok: true, target, href }),
  );

  test.each([
    "",
    "javascript:alert(1)",
    "JaVaScRiPt://example.org/%0aalert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "mailto:jane@example.org",
    "https:example.org",
    "https:\\\\example.org",
    "https://user:secret@example.org/",
    "https://user@example.org/",
    "https://",
    "PROJ-12\u202e",
    "a\nb",
    "x".repeat(501),
  ])("%j is refused", (target) => expect(readLink(target).ok).toBe(false));

  test("a name is one short line", () => {
    expect([labelProblem(""), labelProblem("Fix in the exporter")]).toEqual([null, null]);
    expect(labelProblem("x".repeat(81))).toMatch(/80/);
    expect(labelProblem("a\u202eb")).toMatch(/invisible/);
  });
});

describe("versions", () => {
  test("stand one a line, each once, as typed", () => {
    expect(readVersions("3.2.0 – 3.2.7\r\n\n 3.2.0 – 3.2.7 \nmain before 4f2a")).toEqual({
      ok: true,
      versions: ["3.2.0 – 3.2.7", "main before 4f2a"],
    });
    expect(readVersions("x".repeat(101))).toMatchObject({ ok: false });
    expect(readVersions(Array.from({ length: 51 }, (_, n) => `${n}`).join("\n"))).toMatchObject({ ok: false });
  });
});
