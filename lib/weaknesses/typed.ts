import { parseCwe } from "./catalogue";

/** How many kinds of weakness a report has; the first is the main one (desk.md §7). */
export const WEAKNESSES_MAX = 3;

export type ReadWeaknesses = { ok: true; ids: number[] } | { ok: false; message: string };

/** Weaknesses by number or name, separated by commas or lines, each once. */
export function readWeaknesses(text: string): ReadWeaknesses {
  const ids = new Set<number>();
  for (const item of text.split(/[,\n]/).map((part) => part.trim())) {
    if (item === "") continue;
    const found = parseCwe(item);
    if (!found.ok) return found;
    ids.add(found.weakness.id);
  }
  if (ids.size > WEAKNESSES_MAX) return { ok: false, message: `Name at most ${WEAKNESSES_MAX}, the main one first` };
  return { ok: true, ids: [...ids] };
}
