import { describe, expect, test } from "vitest";
import { FLAWLESS, withClause } from "./flawless.test-data";
import { lintPolicy } from "./lint";
import { readSubject } from "./read";

const NOW = new Date("2026-11-22T12:00:00Z");
const nothing = { kind: null, key: null };

describe("readSubject", () => {
  test.each([
    ["a whole document", FLAWLESS],
    ["one without a version", { ...FLAWLESS, version: null }],
    ["one with empty lists", { ...FLAWLESS, clauses: [], securityProgram: { standards: [] } }],
    [
      "a clause with nothing in it but its kind",
      { clauses: [{ kind: "disclosure" }, { kind: "contact", intake: null }] },
    ],
    ["an empty object", {}],
    ["a promise without its words", withClause("commitment", { commitments: [] })],
  ])("reads %s, and the linter takes it", (_name, candidate) => {
    const read = readSubject(candidate);
    expect(read.ok).toBe(true);
    if (read.ok) expect(Array.isArray(lintPolicy(read.subject, { now: NOW }))).toBe(true);
  });

  test.each([
    ["a list", [], "At /: "],
    ["nothing", null, "At /: "],
    ["a number for a text", { ...FLAWLESS, title: 5 }, "At /title: "],
    ["a null among clauses", { ...FLAWLESS, clauses: [null] }, "At /clauses/0: "],
    ["an unknown field", { ...FLAWLESS, colour: "blue" }, "colour"],
    ["a zone that is an object", { ...FLAWLESS, calendar: { zone: {} } }, "At /calendar/zone: "],
    ["a clause of no kind that exists", { clauses: [{ ...nothing, kind: "song" }] }, "At /clauses/0/kind: "],
  ])("finds what is wrong with %s", (_name, candidate, words) => {
    const read = readSubject(candidate);
    const messages = read.ok ? [] : read.findings.map(({ message }) => message);
    expect(messages.join("\n")).toContain(words);
  });

  test("a clause without a kind is still a clause with gaps", () => {
    const read = readSubject({ clauses: [nothing] });
    expect(read.ok && lintPolicy(read.subject, { now: NOW }).length > 0).toBe(true);
  });
});
