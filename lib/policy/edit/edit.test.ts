import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { isDemonstrationValue, valueAt } from "../demonstration";
import { importPolicy } from "../import/import";
import { FLAWLESS } from "../lint/flawless.test-data";
import { lintReferences } from "../lint/references";
import type { LintSubject } from "../lint/types";
import { clauseSchema, type PolicyDocument, policyDocumentSchema } from "../schema";
import { CLAUSE_KINDS, KIND_FIELDS } from "./clause-fields";
import { addClause, canMove, changeKind, moveClause, nextNumber, removeClause, renumberClause } from "./clauses";
import { fieldNamed, readSection, sectionMark, writeSection } from "./document";
import { type Field, type FieldValues, itemsName } from "./fields";
import { readableDraft } from "./readable";
import { clauseSection, outsideSection, PARTS_OUTSIDE, sectionOf, sectionsOf } from "./sections";

const cardihab = cardihabPolicy("2026-11-22");
const here = fileURLToPath(new URL("../import/fixtures/", import.meta.url));
const imported = readdirSync(here).map(
  (name) =>
    [name, importPolicy({ text: readFileSync(here + name, "utf8"), programSlug: "example" }).draft] as [
      string,
      LintSubject,
    ],
);
const DRAFTS: [string, LintSubject][] = [
  ["the first demonstration", smile],
  ["the second demonstration", cardihab],
  ["the flawless one", FLAWLESS],
  ...imported,
];

const section = (draft: LintSubject, id: string) => {
  const found = sectionOf(draft, id);
  if (!found) throw new Error(`no section ${id}`);
  return found;
};
const edit = (draft: LintSubject, id: string, change: FieldValues) => {
  const part = section(draft, id);
  return writeSection(draft, part, { ...readSection(draft, part), ...change });
};
const keys = (draft: LintSubject) => (draft.clauses ?? []).map(({ key }) => key);
const done = (outcome: ReturnType<typeof moveClause>) => {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.draft;
};

describe("a document, its form, and the document again", () => {
  test.each(DRAFTS)("%s: the same in every section", (_name, draft) => {
    for (const part of sectionsOf(draft)) {
      expect(writeSection(draft, part, readSection(draft, part))).toEqual({ draft, problems: [] });
    }
  });

  test.each(DRAFTS)("%s: the same with the line breaks that a browser sends", (_name, draft) => {
    for (const part of sectionsOf(draft)) {
      const sent = Object.fromEntries(
        Object.entries(readSection(draft, part)).map(([name, value]) => [
          name,
          typeof value === "string" ? value.replaceAll("\n", "\r\n") : value,
        ]),
      );
      expect(writeSection(draft, part, sent)).toEqual({ draft, problems: [] });
    }
  });

  test("every member of the schema has a field, but for what names the document and its parts", () => {
    const fixed = ["format", "program", "language", "clauses", "demonstrationValues"];
    const outside = PARTS_OUTSIDE.map(outsideSection);
    const membersOf = (schema: z.ZodObject) => Object.keys(schema.shape);
    const covered = (pointer: string) =>
      outside.filter((part) => part.pointer === pointer).flatMap(({ fields }) => fields.map(({ name }) => name));
    const whole = policyDocumentSchema.shape;
    expect([...covered(""), "organisation", "securityProgram", ...fixed].sort()).toEqual(Object.keys(whole).sort());
    expect(covered("/organisation").sort()).toEqual(membersOf(whole.organisation).sort());
    expect(covered("/securityProgram").sort()).toEqual(membersOf(whole.securityProgram).sort());
    for (const option of clauseSchema.options) {
      const [kind] = [...option.shape.kind.values];
      const names = KIND_FIELDS[kind as (typeof CLAUSE_KINDS)[number]].map(({ name }) => name);
      expect([...names, "key", "kind", "heading", "body"].sort(), kind).toEqual(membersOf(option).sort());
    }
    expect([...CLAUSE_KINDS].sort()).toEqual(clauseSchema.options.map(({ shape }) => [...shape.kind.values][0]).sort());
  });

  test("members of members too: a leaf that is changed in the form is changed in the document", () => {
    for (const [, draft] of DRAFTS.slice(0, 3)) {
      for (const part of sectionsOf(draft)) {
        for (const [name, value] of Object.entries(readSection(draft, part))) {
          if (typeof value !== "string" || value === "") continue;
          const { draft: cleared } = writeSection(draft, part, { ...readSection(draft, part), [name]: "" });
          expect(cleared, `${part.id} ${name}`).not.toEqual(draft);
        }
      }
    }
  });
});

describe("what is typed", () => {
  test("becomes typed values", () => {
    const [key] = keys(smile).filter((one) => smile.clauses.find((c) => c.key === one)?.kind === "contact");
    const { draft, problems } = edit(smile, key ?? "", { "commitments.1.amount": " 3 ", email: " new@example.org " });
    expect(problems).toEqual([]);
    const clause = draft.clauses?.find((one) => one.key === key);
    expect(clause).toMatchObject({ email: "new@example.org", commitments: [{ amount: 3, unit: "business_day" }] });
  });

  test.each([
    ["2.2", "commitments.1.amount", "two", "Amount: enter a whole number"],
    ["2.2", "commitments.1.amount", "-1", "Amount: enter a whole number"],
    ["2.2", "commitments.1.unit", "fortnight", "Unit: choose one"],
    ["2.4", "exclusions.denial-of-service.cwe", "79, dos", "CWE numbers that warn: enter numbers only"],
    ["calendar", "calendar", "[]", "Calendar: choose one"],
    ["calendar", "calendar", "{", "Calendar: choose one"],
  ])("in %s, %s: “%s” is told at the field", (id, name, typed, message) => {
    expect(edit(cardihab, id, { [name]: typed }).problems).toEqual([
      { name, message: expect.stringContaining(message) },
    ]);
  });

  test("numbers of weaknesses as people write them", () => {
    const { draft } = edit(cardihab, "2.4", { "exclusions.spam-or-social-engineering.cwe": "CWE-79, 352;79\n20" });
    expect(JSON.stringify(draft)).toContain('"cwe":[79,352,20]');
  });

  test("items keep their ids when they move, and a new one gets the id of its place in the form", () => {
    const list = itemsName("rules");
    const before = readSection(cardihab, section(cardihab, "2.3"))[list] as string[];
    const { draft } = edit(cardihab, "2.3", {
      [list]: ["rule-7", ...before.slice(1).reverse()],
      "rules.rule-7.text": "Be kind.",
    });
    const clause = draft.clauses?.find(({ key }) => key === "2.3");
    expect(clause?.kind === "conduct" ? clause.rules?.map(({ id }) => id) : []).toEqual([
      "rule-7",
      ...before.slice(1).reverse(),
    ]);
    expect(clause).toMatchObject({ rules: [{ text: "Be kind." }, {}, {}, {}, {}, {}] });
  });

  test("a value that a person changed is no demonstration value any more, and the others stay marked", () => {
    const { draft } = edit(cardihab, "2.1", { email: "reports@example.org" });
    expect(draft.demonstrationValues).toEqual(cardihab.demonstrationValues.filter((mark) => !mark.endsWith("/email")));
  });

  test("a mark follows its item", () => {
    const marked = { ...smile, demonstrationValues: ["/organisation/offices/1/email"] };
    const list = itemsName("offices");
    const order = readSection(marked, section(marked, "organisation"))[list] as string[];
    expect(order.length).toBeGreaterThan(1);
    const [first = "", second = "", ...rest] = order;
    expect(edit(marked, "organisation", { [list]: [second, first, ...rest] }).draft.demonstrationValues).toEqual([
      "/organisation/offices/0/email",
    ]);
    expect(edit(marked, "organisation", { [list]: [first, ...rest] }).draft.demonstrationValues).toEqual([]);
  });

  test("nobody's typing breaks it, and what it makes is written the same again", () => {
    const typed = fc.oneof(fc.string(), fc.constantFrom("3", "", "yes", "2026-01-31", "critical", "a\r\nb"));
    fc.assert(
      fc.property(
        fc.constantFrom(...DRAFTS),
        fc.nat(),
        fc.array(typed, { minLength: 1 }),
        ([, draft], which, texts) => {
          const parts = sectionsOf(draft);
          const part = parts[which % parts.length];
          if (!part) return;
          const values = Object.fromEntries(
            Object.entries(readSection(draft, part)).map(([name, value], index) => [
              name,
              typeof value === "string" ? (texts[index % texts.length] ?? "") : value,
            ]),
          );
          const { draft: once, problems } = writeSection(draft, part, values);
          const again = sectionOf(once, part.id);
          if (!again || problems.length > 0) return;
          expect(writeSection(once, again, readSection(once, again)).draft).toEqual(once);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("a mark of a section changes with it and with nothing else", () => {
    const { draft } = edit(smile, "2.1", { heading: "Another heading" });
    for (const part of sectionsOf(smile)) {
      const same = sectionMark(smile, part) === sectionMark(draft, section(draft, part.id));
      expect(same, part.id).toBe(part.id !== "2.1");
    }
  });

  test.each([
    ["identity", "version", "Version"],
    ["2.4", "exclusions.spam-or-social-engineering.words", "Words that warn"],
    ["2.4", "exclusions[]", "Exclusions"],
    ["2.1", "intake.onePerReport", "What a report is asked for: One vulnerability per report"],
  ])("in %s, the field %s is called %s", (id, name, label) => {
    expect(fieldNamed(section(cardihab, id).fields as Field[], name)).toBe(label);
  });
});

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

describe("a draft with gaps, to be read", () => {
  test.each(DRAFTS)("%s", (_name, draft) => {
    const readable = readableDraft(draft, { version: 1, zone: "UTC", region: "nowhere" });
    const clauses = readable.clauses.filter((clause) => "commitments" in clause === false);
    expect(clauses.every((clause) => clause.heading !== "")).toBe(true);
    expect(readable.clauses.map(({ key, kind }) => [key, kind])).toEqual(
      (draft.clauses ?? []).map(({ key, kind }) => [key, kind]),
    );
  });

  test("a whole document is itself", () => {
    for (const draft of [smile, cardihab, FLAWLESS]) expect(readableDraft(draft, draft.calendar)).toEqual(draft);
    expect(isDemonstrationValue(readableDraft(cardihab, cardihab.calendar), "/version")).toBe(true);
  });

  test("an empty one too", () => {
    const readable = readableDraft({}, { version: 1, zone: "UTC", region: "nowhere" });
    expect(readable).toMatchObject({ title: "…", clauses: [], calendar: { zone: "UTC" } });
    expect(clauseSection({}, 0).title).toBe("Text");
  });
});
