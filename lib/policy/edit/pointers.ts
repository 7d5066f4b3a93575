import { valueAt } from "../demonstration";
import type { Finding, LintSubject } from "../lint/types";
import type { PolicyDocument } from "../schema";
import { type Field, isObject, itemNames } from "./fields";
import { type PartOutside, type Section, sectionsOf } from "./sections";

export type PlaceOfValue = {
  section: Section;
  /** The field's name in the form of the section. */
  name: string;
  /** "Label", or "Label (exclusion 2)" within a list. */
  label: string;
};

/** The field in which the value at a JSON pointer is edited; null for what no form holds. */
export function placeOf(draft: LintSubject, pointer: string): PlaceOfValue | null {
  for (const section of sectionsOf(draft)) {
    if (!pointer.startsWith(`${section.pointer}/`)) continue;
    const [first = "", ...rest] = pointer.slice(section.pointer.length + 1).split("/");
    const field = section.fields.find(({ name }) => name === first);
    if (field)
      return { section, ...within(field, rest, valueAt(draft as PolicyDocument, `${section.pointer}/${first}`)) };
  }
  return null;
}

function within(field: Field, path: readonly string[], value: unknown): { name: string; label: string } {
  const [step, ...rest] = path;
  if (field.type === "group") {
    const inner = field.fields.find(({ name }) => name === step);
    return inner
      ? { name: `${field.name}.${inner.name}`, label: inner.label }
      : { name: field.name, label: field.label };
  }
  if (field.type !== "list" || step === undefined) return { name: field.name, label: field.label };
  const items = Array.isArray(value) ? value : [];
  const index = Number(step);
  const item = itemNames(field, items.filter(isObject))[index];
  const inner = field.item.find(({ name }) => name === rest[0]);
  if (item === undefined || !inner) return { name: field.name, label: field.label };
  const found = within(inner, rest.slice(1), isObject(items[index]) ? items[index][inner.name] : undefined);
  return { name: `${field.name}.${item}.${found.name}`, label: `${found.label} (${field.one} ${index + 1})` };
}

/** Rules whose findings name a clause and are cured outside it. */
const ELSEWHERE: Partial<Record<Finding["rule"], PartOutside>> = { "business-day-undefined": "calendar" };

const BY_RULE: Partial<Record<Finding["rule"], PartOutside>> = {
  "version-missing": "identity",
  "date-missing": "identity",
  "calendar-differs": "calendar",
  "standard-superseded": "security",
  "certificate-expired": "security",
};

/** Where the cause of a finding is edited: a section, and its field where there is one; null for the draft as a whole. */
export function cureOf(draft: LintSubject, finding: Finding): { section: string; name: string | null } | null {
  const place = finding.pointer ? placeOf(draft, finding.pointer) : null;
  if (place) return { section: place.section.id, name: place.name };
  const section = ELSEWHERE[finding.rule] ?? finding.clause ?? BY_RULE[finding.rule];
  return section ? { section, name: null } : null;
}
