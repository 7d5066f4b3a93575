import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { importPolicy } from "./import";
import { type DraftClauseOf, type PolicyDraft, policyDraftSchema } from "./schema";
import { linesOf, MAX_SOURCE_BYTES, readSource } from "./source";
import type { ImportResult } from "./types";

const here = fileURLToPath(new URL("./", import.meta.url));
const fixtures = readdirSync(`${here}fixtures`);
const fixture = (name: string) => readFileSync(`${here}fixtures/${name}`, "utf8");
const read = (text: string) => importPolicy({ text, programSlug: "example" });
const seeds = fileURLToPath(new URL("../../../../shared/seeds/", import.meta.url));
const seed = (start: string) =>
  readFileSync(`${seeds}${readdirSync(seeds).find((name) => name.startsWith(start))}`, "utf8");

function of<K extends PolicyDraft["clauses"][number]["kind"]>({ draft }: ImportResult, kind: K): DraftClauseOf<K>[] {
  return draft.clauses.filter((clause): clause is DraftClauseOf<K> => clause.kind === kind);
}
const promises = (result: ImportResult) =>
  [...of(result, "commitment"), ...of(result, "contact")]
    .flatMap((clause) => clause.commitments ?? [])
    .map(({ clock, amount, unit, rigidity, severity }) =>
      [clock, amount, unit, String(rigidity), ...(severity ? [severity] : [])].join(" "),
    )
    .sort();
const exclusions = (result: ImportResult) => of(result, "exclusion").flatMap((clause) => clause.exclusions);
const rules = (result: ImportResult) => of(result, "conduct").flatMap((clause) => clause.rules);

/** Every non-blank line has a place, and no word of the policy is lost on the way into its clause. */
function expectEveryLinePlaced(text: string, result: ImportResult) {
  const places = new Map<number, Set<string>>();
  for (const { line, toLine, where } of result.placements) {
    for (let at = line; at <= toLine; at += 1) places.set(at, (places.get(at) ?? new Set()).add(where));
  }
  for (const [index, line] of linesOf(text).entries()) {
    if (line.trim() === "") continue;
    expect(places.get(index + 1)?.size, `line ${index + 1}: ${line}`).toBe(1);
  }
  const kept = JSON.stringify([result.draft, result.findings]).toLowerCase();
  for (const { where, text: said } of result.placements) {
    if (where !== "clause" && where !== "datum") continue;
    for (const word of said.toLowerCase().match(/[\p{L}]{4,}/gu) ?? []) expect(kept, said).toContain(word);
  }
  expect(policyDraftSchema.safeParse(result.draft).success).toBe(true);
}

describe("policies that nobody wrote for the reader", () => {
  test("there are ten and more", () => expect(fixtures.length).toBeGreaterThanOrEqual(19));

  test.each(fixtures)("%s: each line has exactly one place", (name) => {
    expectEveryLinePlaced(fixture(name), read(fixture(name)));
  });

  test("roman numerals, lettered lists, number words, a limit on disclosure, roles", () => {
    const result = read(fixture("roman-clinic.txt"));
    expect(result.draft).toMatchObject({
      title: "VULNERABILITY REPORTING POLICY",
      version: "3.4",
      revisedOn: "2026-03-02",
      classification: "internal",
    });
    expect(result.draft.clauses.map(({ key }) => key)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8"]);
    expect(promises(result)).toEqual([
      "acknowledge 3 business_day MUST",
      "fix 30 day BEST_EFFORT critical",
      "verify 10 business_day MUST",
    ]);
    expect(exclusions(result).map(({ kind }) => kind)).toEqual(["activity", "activity"]);
    expect(rules(result)).toHaveLength(4);
    expect(of(result, "disclosure")[0]).toMatchObject({ limitDays: 90, rule: "coordinated" });
    expect(of(result, "safe_harbour")[0]).toMatchObject({
      model: "authorising",
      promises: expect.arrayContaining(["third_party_statement"]),
    });
    expect(of(result, "governance")[0]).toMatchObject({
      reviewer: "Head of Information Security",
      reviewEvery: { amount: 1, unit: "year" },
    });
    expect(of(result, "contact")[0]).toMatchObject({
      email: "security@northwind.example",
      intake: { onePerReport: true },
    });
    expect(result.unplaced.map(({ text }) => text)).toEqual(["NORTHWIND CLINICS"]);
  });

  test("letters, 72 hours, severities, a promise not to sue, a fingerprint", () => {
    const result = read(fixture("letters-bank.txt"));
    expect(result.draft).toMatchObject({ version: "2.0", revisedOn: "2025-05-14" });
    expect(promises(result)).toEqual(
      [
        "first_response 72 hour BEST_EFFORT",
        "fix 14 day BEST_EFFORT critical",
        "fix 90 day BEST_EFFORT low",
        "verify 5 business_day BEST_EFFORT",
      ].sort(),
    );
    expect(of(result, "safe_harbour")[0]?.model).toBe("promissory");
    expect(of(result, "reward")[0]).toMatchObject({ bounty: false, compensation: false, publicRecognition: true });
    expect(of(result, "disclosure")[0]).toMatchObject({ rule: "consent_required", limitDays: null });
    expect(rules(result)).toHaveLength(3);
    expect(result.missing).not.toContain("key");
  });

  test("a Markdown template with placeholders and a scope table", () => {
    const result = read(fixture("template.md"));
    expect(result.draft).toMatchObject({ version: "0.9.1", revisedOn: "2025-11-30" });
    expect(result.findings.filter(({ topic }) => topic === "placeholder").map(({ what }) => what)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("[Company]"),
        expect.stringContaining("TODO"),
        expect.stringContaining("[domain]"),
      ]),
    );
    expect(exclusions(result)).toMatchObject([{ kind: "asset", label: "blog.example.com" }]);
    expect(of(result, "scope").flatMap((clause) => clause.products)).toHaveLength(3);
    expect(of(result, "contact")[0]?.email).toBe("security@example.com");
    expect(promises(result)).toEqual([
      "first_response 2 business_day TYPICAL",
      "fix 90 day SHOULD",
      "verify 1 week SHOULD",
    ]);
  });

  test("a web page: navigation, footer, cookie notice and script are left out and listed", () => {
    const result = read(fixture("webpage.html"));
    expect(result.format).toBe("html");
    expect(result.draft).toMatchObject({
      title: "Responsible Disclosure Programme",
      version: "4.0",
      revisedOn: "2025-06-01",
    });
    expect(promises(result)).toEqual(
      expect.arrayContaining(["acknowledge 1 business_day MUST", "fix 7 day null critical", "fix 30 day null high"]),
    );
    expect(exclusions(result)).toHaveLength(4);
    expect(rules(result).map(({ text }) => text)).toContain("Do not break any law");
    expect(JSON.stringify(result.draft)).not.toMatch(/Products<|cookies|console|Springfield/);
    expect(result.debris.map(({ why }) => why)).toEqual(
      expect.arrayContaining(["navigation of the page", "footer of the page"]),
    );
  });

  test("numbered paragraphs, six months that no clock counts, a CNA", () => {
    const result = read(fixture("legal-numbered.txt"));
    expect(result.draft.clauses.map(({ key }) => key)).toEqual([
      "1",
      "1.1",
      "1.2",
      "2",
      "2.1",
      "2.2",
      "2.3",
      "3",
      "3.1",
      "3.2",
      "3.3",
      "3.4",
      "3.5",
      "4",
      "4.1",
      "4.2",
      "4.3",
    ]);
    expect(promises(result)).toEqual(["acknowledge 48 hour MUST", "verify 10 day TYPICAL"]);
    expect(result.findings).toContainEqual(
      expect.objectContaining({ topic: "time", what: expect.stringContaining("six months"), line: 24 }),
    );
    expect(of(result, "disclosure")[0]?.cna?.scope).toBe("all products of Contoso Health");
    expect(of(result, "governance").map(({ reviewer, approver }) => reviewer ?? approver)).toEqual([
      "Chief Information Security Officer",
      "Board of Directors",
    ]);
    expect(result.draft.version).toBeNull();
  });

  test("no numbers at all, and nothing is made up", () => {
    const result = read(fixture("plain-small.txt"));
    expect(promises(result)).toEqual([]);
    expect(result.draft).toMatchObject({ title: null, version: null, revisedOn: null });
    expect(result.missing).toEqual(expect.arrayContaining(["version", "date", "response time", "safe harbour"]));
  });

  test.each([
    ["articles.txt", ["first_response 1 business_day MUST", "fix 21 day TYPICAL", "verify 2 week BEST_EFFORT"]],
    ["bounty.md", ["first_response 1 day BEST_EFFORT", "fix 12 week BEST_EFFORT", "verify 4 business_day BEST_EFFORT"]],
    ["wiki.md", ["acknowledge 24 hour null", "verify 5 business_day null"]],
    ["portal-copy.txt", ["first_response 24 hour MUST", "fix 60 day BEST_EFFORT", "verify 5 day TYPICAL"]],
  ])("%s: the promises", (name, expected) => expect(promises(read(fixture(name)))).toEqual(expected));
});

describe.skipIf(!existsSync(seeds))("the two published policies (skipped where ../shared/seeds is absent)", () => {
  const expectFirst = (result: ImportResult) => {
    expect(result.draft).toMatchObject({ version: "1.2", revisedOn: "2025-04-22", classification: "public" });
    expect(promises(result)).toEqual(["acknowledge 2 business_day MUST", "verify 1 week TYPICAL"]);
    expect(exclusions(result)).toHaveLength(3);
    expect(rules(result)).toHaveLength(8);
    expect(of(result, "reward")).toMatchObject([{ bounty: false, compensation: false, publicRecognition: false }]);
    expect(of(result, "governance")).toMatchObject([
      { reviewer: "Chief Privacy and Security Officer", approver: "Chief Executive Officer" },
    ]);
    expect(of(result, "safe_harbour")).toMatchObject([{ model: "promissory" }]);
    expect(of(result, "disclosure")).toMatchObject([
      { rule: "organisation_publishes", limitDays: null, cna: { contactFirst: true } },
    ]);
  };
  const expectSecond = (result: ImportResult) => {
    expect(result.draft).toMatchObject({ version: null, revisedOn: null });
    expect(promises(result)).toEqual(["first_response 5 business_day BEST_EFFORT"]);
    expect(exclusions(result)).toHaveLength(6);
    expect(rules(result)).toHaveLength(6);
    expect(of(result, "safe_harbour")).toMatchObject([
      { model: "authorising", promises: expect.arrayContaining(["third_party_statement"]) },
    ]);
    expect(of(result, "contact")).toMatchObject([{ email: null, intake: { onePerReport: true } }]);
    expect(result.missing).toEqual(expect.arrayContaining(["version", "date", "contact address", "key"]));
    expect(of(result, "disclosure")).toMatchObject([{ rule: "consent_required", limitDays: null }]);
  };
  const cases = [
    ["000", expectFirst, /^(?:1\.[1-4]|2\.[123](?:\.\d)?)\.? [A-Z].*$/],
    [
      "003",
      expectSecond,
      /^(?:Vulnerability Disclosure|How to Submit.*|Response Targets|Program Rules|Out of scope.*|Safe Harbour)\s*$/,
    ],
  ] as const;

  test.each(cases)("%s as it is", (start, check) => {
    check(read(seed(start)));
    expectEveryLinePlaced(seed(start), read(seed(start)));
  });

  test.each(cases)("%s with its sections in any order", (start, check, heading) => {
    const lines = linesOf(seed(start));
    // The table of contents stays above: its lines are headings too.
    const from = start === "000" ? 69 : 0;
    const head = lines.slice(0, from);
    const sections: string[][] = [[]];
    for (const line of lines.slice(from)) {
      if (heading.test(line)) sections.push([]);
      sections.at(-1)?.push(line);
    }
    const [first = [], ...rest] = sections;
    fc.assert(
      fc.property(fc.shuffledSubarray(rest, { minLength: rest.length }), (order) => {
        const text = [...head, ...first, ...order.flatMap((lines) => [...lines, ""])].join("\n");
        const result = read(text);
        check(result);
        expectEveryLinePlaced(text, result);
      }),
      { numRuns: 25 },
    );
  });

  const theirs = () => `${seed("000")}\n${seed("003")}`;
  const sources = readdirSync(here)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => [name, readFileSync(here + name, "utf8")] as const);
  const generic = readFileSync(`${here}generic-words.txt`, "utf8").split(/\s+/).filter(Boolean);

  test("no pattern holds a word that only they use", () => {
    const own = fixtures.map(fixture).join("\n").toLowerCase();
    const known = new Set(generic);
    const found = sources
      .filter(([name]) => !/^(?:types|schema|proposal|pasted)\.ts$/.test(name))
      .flatMap(([, source]) => patternWords(source));
    expect(found.length).toBeGreaterThan(300);
    const only = [...new Set(found)].filter(
      (word) => theirs().toLowerCase().includes(word) && !own.includes(word) && !known.has(word),
    );
    expect(only).toEqual([]);
  });

  test("the words excused as generic are words of any technical text, and each is needed", () => {
    const corpus = `${generalEnglish()}\n${PLAIN.join("\n")}`;
    expect(generic.filter((word) => !corpus.includes(word))).toEqual([]);
    const used = new Set(sources.flatMap(([, source]) => patternWords(source)));
    const own = fixtures.map(fixture).join("\n").toLowerCase();
    expect(generic.filter((word) => !used.has(word) || own.includes(word))).toEqual([]);
  });

  test("none of their names stands anywhere in the sources, however it is written", () => {
    const corpus = `${generalEnglish()}\n${PLAIN.join("\n")}\n${fixtures.map(fixture).join("\n").toLowerCase()}`;
    const names = [...new Set(theirs().match(/\b\p{Lu}[\p{L}]{2,}/gu) ?? [])]
      .map((name) => name.toLowerCase())
      .filter((name) => !corpus.includes(name));
    expect(names.length).toBeGreaterThan(5);
    // Letters alone: neither a class of one letter nor an optional mark between two hides a name.
    const letters = sources.map(([, source]) => source.toLowerCase().replace(/[^a-z\s]/g, "")).join("\n");
    expect(names.filter((name) => letters.includes(name))).toEqual([]);
  });
});

/** Text that knows nothing of the two: the weaknesses of the CWE list, the documentation of the framework, a licence. */
function generalEnglish(): string {
  const modules = fileURLToPath(new URL("../../../node_modules/", import.meta.url));
  const docs = readdirSync(`${modules}next/dist/docs`, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.mdx?$/.test(name))
    .map((name) => `next/dist/docs/${name}`);
  return ["cwe-sdk/raw/cwe-archive.json", "typescript/LICENSE.txt", ...docs]
    .map((name) => readFileSync(modules + name, "utf8").toLowerCase())
    .join("\n");
}

/** In the name of a British scheme, "Cyber Essentials". */
const PLAIN = ["essentials"];

/** Runs of letters in the regular expressions of a source, and in its strings, which may become one. */
function patternWords(source: string): string[] {
  const patterns: string[] = [];
  const visit = (node: ts.Node) => {
    const isPattern =
      ts.isRegularExpressionLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      (ts.isStringLiteral(node) && !ts.isImportDeclaration(node.parent));
    if (isPattern) patterns.push((node as ts.LiteralLikeNode).text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("x.ts", source, ts.ScriptTarget.Latest, true));
  return patterns.flatMap(
    (pattern) =>
      pattern
        .replace(/\\[a-z]|\(\?<\w+>/gi, " ")
        // "sm[i]le" says "smile".
        .replace(/\[(\p{L})\]|\(\?:(\p{L})\)|\((\p{L})\)/gu, "$1$2$3")
        .toLowerCase()
        .match(/[a-z]{4,}/g) ?? [],
  );
}

test("any text at all: nothing is dropped and nothing breaks", () => {
  const pieces = fc.constantFrom(
    "1. Scope",
    "2.1 Rules",
    "- Home",
    "• Do not break things.",
    "We will fix it within 3-5 days.",
    "| a | b |",
    "|---|---|",
    "",
    "",
    "   ",
    "Version 2",
    "A. Title",
    "(iv) one",
    "[Company]",
    "===",
    "# Heading",
    "Ünïcode ✓ text.",
    "§ 4 Law",
    "© 2020 Someone",
    "within a week",
    "***",
    "<b>x</b>",
    "Report to jul%an@jul%anp.st%r.us, or to a..b@c.example.",
    "**Bold**",
    "• One\u00a0",
    "[a]: mailto:x@y.example",
    "[see][a] and <span>more</span>",
    "If you comply, we will not sue you.",
    "C.1 Do not do it before 30 days have passed.",
    "In scope:",
    "- and;",
    "We will fix it within 9999 days.",
    `Reviewed by the ${"Chief ".repeat(80)}Officer.`,
    `© 2020 ${"Long".repeat(120)} Ltd`,
    `This policy is intended for ${"users".repeat(90)}.`,
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, fc.string({ maxLength: 60 })), { maxLength: 40 }),
      fc.constantFrom("text" as const, "markdown" as const, "html" as const),
      (lines, hint) => {
        const text = lines.map((line) => line.replace(/[\r\n\u2028\u2029]/g, " ")).join("\n");
        const result = importPolicy({ text, programSlug: "example", hint });
        const placed = new Set(
          result.placements.flatMap(({ line, toLine }) =>
            Array.from({ length: toLine - line + 1 }, (_, i) => line + i),
          ),
        );
        for (const [index, line] of linesOf(text).entries())
          if (line.trim() !== "") expect(placed).toContain(index + 1);
        if (hint === "text")
          for (const [index, line] of linesOf(text).entries()) {
            const at = result.placements.filter((place) => place.line <= index + 1 && place.toLine >= index + 1);
            if (line.trim() !== "") expect(at, line).toHaveLength(1);
          }
      },
    ),
    { numRuns: 150 },
  );
});

test("more than a document holds is cut, and nothing breaks", () => {
  const many = (line: (index: number) => string, count: number) =>
    Array.from({ length: count }, (_, i) => line(i)).join("\n");
  for (const text of [
    many((i) => `# Part ${i}\n\nDo not publish before ${i + 1} days have passed. Reports go to a${i}@b.example.`, 260),
    `# Scope\n\n| Asset | In scope? |\n|---|---|\n${many((i) => `| host${i} | ${i % 5 ? "yes" : "no"} |`, 300)}`,
    `# Times\n\n${many((i) => `- We will fix it within ${i + 1} days.`, 60)}`,
    `# Rules\n\nPlease do not:\n\n${many((i) => `- touch thing${String.fromCharCode(97 + (i % 26)).repeat(5)}`, 80)}`,
    `# Out of scope\n\n${many((i) => `- thing${String.fromCharCode(97 + (i % 26)).repeat(5)}`, 80)}`,
  ])
    expectEveryLinePlaced(text, read(text));
});

describe("files that cannot be read", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  test.each([
    ["nothing", new Uint8Array(), "empty"],
    ["only white space", bytes(" \n\n"), "no words"],
    ["a PDF", bytes("%PDF-1.7 x"), "PDF"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), "binary"],
    ["five megabytes", new Uint8Array(MAX_SOURCE_BYTES + 1), "larger than 4 MB"],
    ["another encoding", new Uint8Array([0x53, 0xe9, 0x63, 0x75]), "UTF-8"],
  ])("%s: one sentence", (_name, content, reason) => {
    const source = readSource(content);
    expect(source.ok ? "" : source.reason).toContain(reason);
    expect(source.ok ? "" : source.reason).toMatch(/^[A-Z][^.]*\.$/);
  });

  test("UTF-16 with its mark is text", () => {
    const content = new Uint8Array([0xff, 0xfe, ...Array.from("Policy").flatMap((c) => [c.charCodeAt(0), 0])]);
    expect(readSource(content)).toEqual({ ok: true, text: "Policy" });
  });
});
