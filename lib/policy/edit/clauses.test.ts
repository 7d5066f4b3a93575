import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { valueAt } from "../demonstration";
import { lintReferences } from "../lint/references";
import type { LintSubject } from "../lint/types";
import type { PolicyDocument } from "../schema";
import { CLAUSE_KINDS } from "./clause-fields";
import { addClause, canMove, changeKind, moveClause, nextNumber, removeClause, renumberClause } from "./clauses";
import { readSection, writeSection } from "./document";
import { sectionOf } from "./sections";

const cardihab = cardihabPolicy("2026-11-22");
const section = (draft: LintSubject, id: string) => {
  const found = sectionOf(draft, id);
  if (!found) throw new Error(`no section ${id}`);
  return found;
};
const keys = (draft: LintSubject) => (draft.clauses ?? []).map(({ key }) => key);
const done = (outcome: ReturnType<typeof moveClause>) => {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.draft;
};

describe("clauses", () => {
  test("a new one stands behind the other and all within it, under a number that nobody had", () => {
    const outcome = addClause(smile, { kind: "text", behind: "2.2", within: false }, ["2.9"]);
    expect(outcome).toMatchObject({ ok: true, key: "2.10" });
    const order = keys(done(outcome));
    expect(order[order.indexOf("2.10") - 1]).toMatch(/^2\.2/);
    expect(addClause(smile, { kind: "text", behind: "2.2", within: true })).toMatchObject({ ok: true, key: "2.2.2" });
    expect(addClause(smile, { kind: "exclusion", behind: null, within: false })).toMatchObject({ ok: true, key: "3" });
    expect(addClause(smile, { kind: "text", behind: "9.9", within: false })).toMatchObject({ ok: false });
    expect(nextNumber("1.2.3.4.5", [])).toBeNull();
    expect(nextNumber("", ["99"])).toBeNull();
  });

  test.each(CLAUSE_KINDS)("a new clause of the kind %s can be edited at once", (kind) => {
    const draft = done(addClause(smile, { kind, behind: null, within: false }));
    const part = section(draft, "3");
    expect(writeSection(draft, part, readSection(draft, part))).toEqual({ draft, problems: [] });
  });

  test("moving keeps every number, takes what stands within along, and stays among its own", () => {
    const order = keys(smile);
    const moved = done(moveClause(smile, "2.2", "down"));
    expect([...keys(moved)].sort()).toEqual([...order].sort());
    const after = keys(moved);
    expect(after.indexOf("2.2")).toBeGreaterThan(after.indexOf("2.3.4"));
    expect(after.indexOf("2.2.1")).toBe(after.indexOf("2.2") + 1);
    expect(done(moveClause(moved, "2.2", "up"))).toEqual(smile);
    expect(canMove(smile, "1", "up")).toBe(false);
    expect(canMove(smile, "2.3.4", "down")).toBe(false);
    expect(canMove(smile, "1", "down")).toBe(true);
  });

  test("what a text refers to is not removed", () => {
    const outcome = removeClause(cardihab, "2.1");
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining("clause 1.2 refers to it") });
    expect(keys(done(removeClause(cardihab, "2.7")))).not.toContain("2.7");
  });

  test("another number takes what stands within and every reference along", () => {
    const draft = { ...smile, summary: "See [rules](#2.3.1), clause 2.3 and 2.3.1; RFC 9116, section 2.3." };
    const renumbered = done(renumberClause(draft, "2.3", "4"));
    expect(renumbered.summary).toBe("See [rules](#4.1), clause 4 and 4.1; RFC 9116, section 2.3.");
    expect(keys(renumbered)).toContain("4.1");
    expect(renumberClause(smile, "2.3", "2.2")).toMatchObject({ ok: false });
    expect(renumberClause(smile, "2.3", "2.3.1")).toMatchObject({ ok: true });
    expect(renumberClause(smile, "2.3", "x")).toMatchObject({ ok: false });
    expect(renumberClause(smile, "2.3", "1.1.1.1.1")).toMatchObject({ ok: false });
  });

  test("of two clauses with one number, one can be given another", () => {
    const clauses = smile.clauses.map((clause) => (clause.key === "2.1" ? { ...clause, key: "2.2" } : clause));
    const after = keys(done(renumberClause({ ...smile, clauses }, "2.2", "2.8")));
    expect(after.filter((key) => key === "2.2")).toHaveLength(1);
    expect(after).toContain("2.8");
    expect(after).toContain("2.2.1");
  });

  test("another kind keeps every word", () => {
    for (const clause of cardihab.clauses) {
      for (const kind of CLAUSE_KINDS) {
        const draft = done(changeKind(cardihab, clause.key, kind));
        const changed = draft.clauses?.find(({ key }) => key === clause.key);
        const words = JSON.stringify(changed);
        const said = clause.kind === "conduct" ? clause.rules.map(({ text }) => text) : [clause.body.slice(0, 40)];
        for (const text of said) expect(words).toContain(JSON.stringify(text).slice(1, -1));
        const part = section(draft, clause.key);
        expect(writeSection(draft, part, readSection(draft, part)).problems).toEqual([]);
      }
    }
  });

  test("whatever is done, marks name the values they named, and no reference breaks", () => {
    const step = fc.tuple(
      fc.constantFrom("up", "down", "add", "within", "remove", "renumber") as fc.Arbitrary<string>,
      fc.nat(),
      fc.constantFrom("3", "2.9", "5.1", "1.7.2"),
    );
    fc.assert(
      fc.property(fc.constantFrom(smile, cardihab), fc.array(step, { maxLength: 12 }), (start, steps) => {
        let draft: LintSubject = start;
        for (const [what, which, number] of steps) {
          const order = keys(draft);
          const key = order[which % order.length] ?? "";
          const outcome =
            what === "up" || what === "down"
              ? moveClause(draft, key, what)
              : what === "remove"
                ? removeClause(draft, key)
                : what === "renumber"
                  ? renumberClause(draft, key, number)
                  : addClause(draft, { kind: "text", behind: key, within: what === "within" });
          if (outcome.ok) draft = outcome.draft;
        }
        expect(new Set(keys(draft)).size).toBe(keys(draft).length);
        expect(lintReferences(draft)).toEqual(lintReferences(start));
        for (const mark of draft.demonstrationValues ?? []) {
          const value = JSON.stringify(valueAt(draft as PolicyDocument, mark));
          const named = start.demonstrationValues.map((old) => JSON.stringify(valueAt(start, old)));
          expect(named, mark).toContain(value);
        }
      }),
      { numRuns: 100 },
    );
  });
});
