import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lintCandidate } from "../lint/candidate";
import { importPolicy } from "./import";
import { readPasted } from "./pasted";
import { proposalOf, takeFrom, takenAtFirst } from "./proposal";
import { policyDraftSchema } from "./schema";

const here = fileURLToPath(new URL("./fixtures/", import.meta.url));
const fixtures = readdirSync(here).map((name) => [name, readFileSync(here + name, "utf8")] as const);
const seeds = fileURLToPath(new URL("../../../../shared/seeds/", import.meta.url));
const seed = (start: string) =>
  readFileSync(`${seeds}${readdirSync(seeds).find((name) => name.startsWith(start))}`, "utf8");
const read = (text: string) => importPolicy({ text, programSlug: "example" });

describe.each(fixtures)("%s", (_name, text) => {
  const result = read(text);
  const proposal = proposalOf(result);

  test("every value has the line it was read from and a confidence", () => {
    const values = [...proposal.facts, ...proposal.clauses.flatMap((clause) => clause.values)];
    for (const value of values.filter(({ id }) => id !== null)) {
      expect(value.line, value.what).not.toBeNull();
      expect(value.confidence, value.what).not.toBeNull();
    }
  });

  test("no finding is kept from the reader", () => {
    const shown = [...proposal.facts, ...proposal.clauses.flatMap(({ values }) => values), ...proposal.remarks];
    expect(shown.filter(({ line }) => line !== null)).toHaveLength(result.findings.length);
  });

  test("taking everything is the import, taking nothing an empty draft", () => {
    expect(takeFrom(result, new Set(takenAtFirst(proposal)))).toEqual(result.draft);
    expect(takeFrom(result, new Set())).toMatchObject({ title: null, version: null, revisedOn: null, clauses: [] });
  });

  test("each value can be left out by itself", () => {
    const all = takenAtFirst(proposal);
    for (const id of all) {
      const draft = takeFrom(result, new Set(all.filter((other) => other !== id)));
      expect(draft, id).not.toEqual(result.draft);
      expect(policyDraftSchema.safeParse(draft).success).toBe(true);
    }
  });

  test("what could not be placed can be taken as text", () => {
    const ids = proposal.unplaced.map(({ id }) => id);
    if (ids.length === 0) return;
    const body = takeFrom(result, new Set([...takenAtFirst(proposal), ...ids])).clauses.at(-1)?.body ?? "";
    for (const { text } of proposal.unplaced) expect(body.replaceAll("\\", "")).toContain(text.slice(0, 20));
  });
});

describe.skipIf(!existsSync(seeds))(
  "the linter on the two imported policies (skipped where ../shared/seeds is absent)",
  () => {
    const findings = (start: string) =>
      lintCandidate(read(seed(start)).draft, { now: new Date("2026-11-22T12:00:00Z"), key: null });
    const rules = (start: string) => findings(start).map(({ rule }) => rule);

    test("the first: an overdue review and no time limit on disclosure", () => {
      expect(rules("000")).toEqual(expect.arrayContaining(["review-overdue", "bod-20-01-c-iii"]));
      expect(findings("000").find(({ rule }) => rule === "review-overdue")?.message).toContain("2026-04-22");
    });

    test("the second: no version, date, contact or key, an old edition, a ban without end", () => {
      expect(rules("003")).toEqual(
        expect.arrayContaining([
          "version-missing",
          "date-missing",
          "contact-missing",
          "key-missing",
          "standard-superseded",
          "bod-20-01-c-iii",
        ]),
      );
      expect(findings("003").find(({ rule }) => rule === "standard-superseded")?.message).toContain("27001:2013");
    });
  },
);

describe("a pasted text", () => {
  test.each([
    ["nothing", "  \n", "Paste the text"],
    ["too much", "word ".repeat(30_000), "100,000 characters"],
    ["too many lines", "a\n".repeat(4000), "3,000 lines"],
    ["one endless word", "a".repeat(2000), "1,000 letters"],
    ["marks only", "*** --- ***", "no words"],
    ["a binary file", "PK\u0003\u0004 zipped", "zipped document"],
    ["a null", "Policy\u0000text", "binary"],
  ])("%s: one sentence", (_name, text, words) => {
    const source = readPasted(text);
    expect(source.ok ? "" : source.reason).toContain(words);
    expect(source.ok ? "" : source.reason).toMatch(/^[A-Z][^.]*\.$/);
  });

  test("a policy is read", () => {
    for (const [, text] of fixtures) expect(readPasted(text)).toEqual({ ok: true, text });
  });

  // What reads slowest of all that the bounds let through. Processor time: what others do on the machine does not count.
  test.each([
    ["bullets", "- do not a\n".repeat(3000)],
    ["headings", "# a\n".repeat(3000)],
    ["long words", `${"a".repeat(1000)} `.repeat(95)],
    ["one line", "We will acknowledge within 3 days. ".repeat(2800)],
    ["tags", "<b>x".repeat(24_000)],
    ["open tags", "a<".repeat(49_000)],
    ["cells", "| a ".repeat(24_000)],
    ["brackets", "[a ".repeat(33_000)],
  ])("%s do not keep the portal busy", { timeout: 60_000 }, (_name, text) => {
    expect(readPasted(text).ok).toBe(true);
    const before = process.cpuUsage();
    read(text);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(10_000);
  });
});
