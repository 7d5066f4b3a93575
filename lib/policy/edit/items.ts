import { type Field, type FieldValues, freeName, itemsName, itemsOf, type ListField } from "./fields";

/** What a button of a list does: `add:exclusions`, `up:exclusions:spam`. */
export function itemOperation(what: "add" | "up" | "down" | "remove", list: string, item?: string): string {
  return [what, list, ...(item === undefined ? [] : [item])].join(":");
}

export type ItemsChanged = { values: FieldValues; list: string; item: string };

/**
 * The values of a form after a button of one of its lists; null for a button that the form does not have.
 * @param reserved ids of items that other versions have: a new item is never taken for an old one
 */
export function operateOnItems(
  fields: readonly Field[],
  values: FieldValues,
  operation: string,
  reserved: Iterable<string> = [],
): ItemsChanged | null {
  const [what = "", list = "", item = ""] = operation.split(":");
  const field = fields.find((one): one is ListField => one.type === "list" && one.name === list);
  if (!field) return null;
  const items = itemsOf(values, list);
  const answer = (order: string[], about: string) => ({
    values: { ...values, [itemsName(list)]: order },
    list,
    item: about,
  });
  if (what === "add") {
    if (items.length >= field.most) return null;
    const added = field.id ? freeName(field.one, new Set([...items, ...reserved])) : nextPlace(items);
    return answer([...items, added], added);
  }
  const at = items.indexOf(item);
  if (at < 0) return null;
  if (what === "remove") {
    return answer(
      items.filter((one) => one !== item),
      items[at + 1] ?? items[at - 1] ?? "",
    );
  }
  const to = what === "up" ? at - 1 : what === "down" ? at + 1 : -1;
  const other = items[to];
  if (other === undefined) return null;
  return answer(
    items.map((one, index) => (index === at ? other : index === to ? item : one)),
    item,
  );
}

function nextPlace(items: readonly string[]): string {
  return String(Math.max(0, ...items.map((item) => Number(item) || 0)) + 1);
}

/** The ids that the items of lists have anywhere in a document. */
export function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    (name === "id" || name === "key") && typeof inner === "string" ? [inner] : idsIn(inner),
  );
}
