import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { cardihabPolicy } from "@/db/seed/policies/cardihab";
import { smileDigitalHealthPolicy as smile } from "@/db/seed/policies/smile-digital-health";
import { isDemonstrationValue } from "../demonstration";
import { importPolicy } from "../import/import";
import { FLAWLESS } from "../lint/flawless.test-data";
import type { LintSubject } from "../lint/types";
import { clauseSchema, policyDocumentSchema } from "../schema";
import { CLAUSE_KINDS, KIND_FIELDS } from "./clause-fields";
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
