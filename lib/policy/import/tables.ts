import { isInScope, isOutOfScope } from "./lists";
import type { Block } from "./types";

export type ScopeTable = {
  products: { name: string; row: Block }[];
  exclusions: { text: string; row: Block }[];
  header: Block;
};

const YES = /^(?:yes|in|in[- ]scope|included|covered|eligible|true|allowed|✓|✔|☑|✅)\.?$/iu;
const NO = /^(?:no|out|out[- ]of[- ]scope|not in scope|excluded|ineligible|false|not allowed|✗|✘|✕|×|❌)\.?$/iu;

/** A table that says of targets whether they are in scope, by a column of answers or by one column for each. */
export function scopeTable(rows: readonly Block[], heading: string, lead: string): ScopeTable | null {
  const [header, ...rest] = rows;
  if (header?.kind !== "row" || !header.cells || rest.length === 0) return null;
  const titles = header.cells;
  const table: ScopeTable = { products: [], exclusions: [], header };
  const inside = titles.findIndex((title) => isInScope(title) && !/\?$/.test(title));
  const outside = titles.findIndex((title) => isOutOfScope(title));
  if (inside >= 0 && outside >= 0) {
    for (const row of rest) {
      const [yes, no] = [row.cells?.[inside] ?? "", row.cells?.[outside] ?? ""];
      if (hasWords(yes)) table.products.push({ name: yes, row });
      if (hasWords(no)) table.exclusions.push({ text: no, row });
    }
    return table;
  }
  for (const row of rest) {
    const cells = row.cells ?? [];
    const name = cells[0] ?? "";
    if (!hasWords(name)) continue;
    if (cells.slice(1).some((cell) => NO.test(cell))) table.exclusions.push({ text: name, row });
    else if (cells.slice(1).some((cell) => YES.test(cell))) table.products.push({ name, row });
  }
  if (table.products.length + table.exclusions.length === rest.length) return table;
  if (isOutOfScope(heading) || isOutOfScope(lead)) {
    return { products: [], exclusions: rest.map((row) => ({ text: row.cells?.[0] ?? row.text, row })), header };
  }
  return null;
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
