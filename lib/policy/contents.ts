import type { PolicyDocument } from "./schema";

export type ContentsEntry = { key: string; heading: string; children: ContentsEntry[] };

/** The table of contents, generated from the clauses: `2.2.1` stands under `2.2`, in the order of the document. */
export function contentsOf(document: Pick<PolicyDocument, "clauses">): ContentsEntry[] {
  const top: ContentsEntry[] = [];
  const byKey = new Map<string, ContentsEntry>();
  for (const clause of document.clauses) {
    const entry: ContentsEntry = { key: clause.key, heading: clause.heading, children: [] };
    const parent = ancestorsOf(clause.key).find((key) => byKey.has(key));
    (byKey.get(parent ?? "")?.children ?? top).push(entry);
    byKey.set(clause.key, entry);
  }
  return top;
}

/** The numbers above a clause number, nearest first: `2.3.4` → `2.3`, `2`. */
function ancestorsOf(key: string): string[] {
  const parts = key.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join("."));
}

/** How deep a clause lies: `2` is 1, `2.3.4` is 3. */
export function depthOf(key: string): number {
  return key.split(".").length;
}
