import { valueAt } from "../demonstration";
import type { LintSubject } from "../lint/types";
import type { PolicyDocument } from "../schema";
import {
  type Field,
  type FieldProblem,
  type FieldValues,
  fromFields,
  isObject,
  itemNames,
  itemsOf,
  toFields,
} from "./fields";
import type { Section } from "./sections";

type Json = Record<string, unknown>;

/** Sections describe the whole schema (edit.test.ts), so what they make of a draft is one again. */
function asDraft(document: Json): LintSubject {
  return document as LintSubject;
}

function partOf(draft: LintSubject, section: Section): Json {
  const part = valueAt(draft as PolicyDocument, section.pointer);
  return isObject(part) ? part : {};
}

/** A section of a draft as the values of its form. */
export function readSection(draft: LintSubject, section: Section): FieldValues {
  return toFields(section.fields, partOf(draft, section));
}

export type Written = { draft: LintSubject; problems: FieldProblem[] };

/**
 * The draft with a section as its form says. Marks of demonstration values follow the items of a list that moved,
 * and are gone from every value that a person changed.
 */
export function writeSection(draft: LintSubject, section: Section, values: FieldValues): Written {
  const { part, problems } = fromFields(section.fields, values);
  const before = partOf(draft, section);
  const kept = Object.fromEntries(
    Object.entries(before).filter(([name]) => !section.fields.some((field) => field.name === name)),
  );
  const document = replaceAt(draft as Json, section.pointer, { ...kept, ...part });
  const marks = (draft.demonstrationValues ?? []).flatMap((mark) => {
    const moved = followItems(mark, section, before, values);
    if (moved === null) return [];
    const was = valueAt(draft as PolicyDocument, mark);
    const is = valueAt(document as PolicyDocument, moved);
    return JSON.stringify(was) === JSON.stringify(is) ? [moved] : [];
  });
  if (draft.demonstrationValues) document.demonstrationValues = marks;
  return { draft: asDraft(document), problems };
}

/** Where a marked value is after its list was put in another order; null where it was taken out. */
function followItems(mark: string, section: Section, before: Json, values: FieldValues): string | null {
  for (const field of section.fields) {
    if (field.type !== "list") continue;
    const base = `${section.pointer}/${field.name}/`;
    if (!mark.startsWith(base)) continue;
    const [index = "", ...rest] = mark.slice(base.length).split("/");
    const items = before[field.name];
    const name = itemNames(field, Array.isArray(items) ? items.filter(isObject) : [])[Number(index)];
    const now = name === undefined ? -1 : itemsOf(values, field.name).indexOf(name);
    return now < 0 ? null : [`${base}${now}`, ...rest].join("/");
  }
  return mark;
}

/** A copy of a document with another object at a JSON pointer. */
function replaceAt(document: Json, pointer: string, part: Json): Json {
  const [, name, ...rest] = pointer.split("/");
  if (name === undefined) return { ...document, ...part };
  const inner = document[name];
  if (Array.isArray(inner)) {
    const index = Number(rest[0]);
    return { ...document, [name]: inner.map((item, place) => (place === index ? part : item)) };
  }
  return { ...document, [name]: part };
}

/** A short mark of what a section says, by which a form tells whether somebody else changed it since. */
export function sectionMark(draft: LintSubject, section: Section): string {
  return mark(JSON.stringify([section.clause?.kind ?? null, readSection(draft, section)]));
}

/** FNV-1a, 64 bits: it tells versions of a text apart and keeps no secret. */
function mark(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}

export function fieldNamed(fields: readonly Field[], name: string): string {
  const [first = "", item, ...rest] = name.replace(/\[\]$/, "").split(".");
  const field = fields.find((one) => one.name === first);
  if (!field) return name;
  if (item === undefined) return field.label;
  if (field.type === "group") return `${field.label}: ${fieldNamed(field.fields, [item, ...rest].join("."))}`;
  if (field.type === "list") return fieldNamed(field.item, rest.join("."));
  return field.label;
}
