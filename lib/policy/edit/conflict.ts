import { fieldNamed } from "./document";
import { type Field, type FieldValues, itemsName } from "./fields";

/** A field in which two people wrote different things. */
export type Difference = { name: string; label: string; yours: string; theirs: string };

const asText = (value: string | string[] | undefined) => (Array.isArray(value) ? value.join("\n") : (value ?? ""));

/** Field by field what differs between two versions of a section, in the order of the form. */
export function differencesOf(fields: readonly Field[], yours: FieldValues, theirs: FieldValues): Difference[] {
  const names = [...new Set([...Object.keys(yours), ...Object.keys(theirs)])];
  const order = (name: string) => fields.findIndex((field) => field.name === name.replace(/\[\]$/, "").split(".")[0]);
  return names
    .filter((name) => order(name) >= 0 && asText(yours[name]) !== asText(theirs[name]))
    .filter((name) => isShown(fields, name, yours) || isShown(fields, name, theirs))
    .sort((a, b) => order(a) - order(b))
    .map((name) => ({
      name,
      label: labelOf(fields, name),
      yours: readable(fields, name, yours),
      theirs: readable(fields, name, theirs),
    }));
}

/** A field of an item that is in the list. */
function isShown(fields: readonly Field[], name: string, values: FieldValues): boolean {
  const [list = "", item] = name.split(".");
  const field = fields.find((one) => one.name === list);
  if (field?.type !== "list" || item === undefined) return true;
  return (values[itemsName(list)] ?? []).includes(item);
}

function labelOf(fields: readonly Field[], name: string): string {
  const [list = "", item] = name.replace(/\[\]$/, "").split(".");
  const field = fields.find((one) => one.name === list);
  if (field?.type !== "list") return fieldNamed(fields, name);
  return item === undefined ? `${field.label}: which, and in what order` : `${fieldNamed(fields, name)} (${item})`;
}

function readable(fields: readonly Field[], name: string, values: FieldValues): string {
  const field = leafOf(fields, name);
  const text = asText(values[name]);
  if (field?.type === "tick" || (field?.type === "group" && field.presence === "tick"))
    return text === "" ? "no" : "yes";
  if (field?.type === "choice" || field?.type === "ticks") {
    const labels = text.split("\n").map((value) => field.options.find((one) => one.value === value)?.label ?? value);
    return labels.join("\n");
  }
  return text;
}

function leafOf(fields: readonly Field[], name: string): Field | undefined {
  const [first, ...rest] = name.split(".");
  const field = fields.find((one) => one.name === first);
  if (field?.type === "list" && rest.length > 1) return leafOf(field.item, rest.slice(1).join("."));
  if (field?.type === "group" && rest.length > 0) return leafOf(field.fields, rest.join("."));
  return field;
}

/** The values that were chosen: yours, but for each `take.<field>` that says `theirs`. */
export function chosenValues(sent: FieldValues, theirs: FieldValues): { values: FieldValues; mixed: boolean } {
  const values: FieldValues = {};
  const taken: string[] = [];
  for (const [name, value] of Object.entries(sent)) {
    if (!name.startsWith("take.")) values[name] = value;
    else if ([value].flat()[0] === "theirs") taken.push(name.slice("take.".length));
  }
  for (const name of taken) {
    const value = theirs[name];
    if (value === undefined) delete values[name];
    else values[name] = value;
  }
  // An item that only they have brings its fields along.
  for (const [name, value] of Object.entries(theirs)) {
    const isOfTakenItem = taken.some((list) => list.endsWith("[]") && name.startsWith(`${list.slice(0, -2)}.`));
    if (isOfTakenItem && values[name] === undefined && !taken.includes(name)) values[name] = value;
  }
  return { values, mixed: taken.length > 0 };
}
