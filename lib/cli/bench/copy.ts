import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type postgres from "postgres";

export type Cell = string | number | boolean | Date | Uint8Array | readonly string[] | null;

/** One line of PostgreSQL's COPY in text format. */
export function copyLine(cells: readonly Cell[]): string {
  return `${cells.map(copyCell).join("\t")}\n`;
}

function copyCell(cell: Cell): string {
  if (cell === null) return "\\N";
  if (cell instanceof Date) return cell.toISOString();
  if (cell instanceof Uint8Array) return `\\\\x${Buffer.from(cell).toString("hex")}`;
  if (Array.isArray(cell)) return escaped(`{${cell.map((item) => `"${item}"`).join(",")}}`);
  return escaped(String(cell));
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

const escaped = (text: string) => text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character);

/** Copies rows into a table. Needs a superuser: COPY is refused under row-level security. */
export async function copyRows(
  sql: postgres.ISql,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  const target: Writable = await sql.unsafe(`copy ${table} (${columns.join(", ")}) from stdin`).writable();
  await pipeline(Readable.from([rows.map(copyLine).join("")]), target);
}
