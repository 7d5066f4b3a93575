import type { PolicyDocument } from "./schema";

/** Whether the value at a JSON pointer, or something it lies in, is one that the real policy does not state. */
export function isDemonstrationValue(document: PolicyDocument, pointer: string): boolean {
  return document.demonstrationValues.some((marked) => pointer === marked || pointer.startsWith(`${marked}/`));
}

/** The value a JSON pointer (RFC 6901) names in a document; undefined when it names none. */
export function valueAt(document: PolicyDocument, pointer: string): unknown {
  let value: unknown = document;
  for (const token of pointer.split("/").slice(1)) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[token.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return value;
}
