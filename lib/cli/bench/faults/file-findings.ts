import type postgres from "postgres";
import { hashStored } from "@/lib/attachments/sealed-writing";
import { fileKeyOwner } from "@/lib/reports/places";
import type { FileStore } from "@/lib/storage/store";
import { type KeyRing, unwrapKey } from "@/lib/vault/seal";
import type { SentFile } from "./files";

type Row = { id: string; storageKey: string; dataKey: Uint8Array; size: number; sha256: string | null };

/** The SHA-256 of each file of a report, of the bytes that open from the disk; a sentence for what does not open. */
export async function storedFiles(
  sql: postgres.Sql,
  ring: KeyRing,
  store: FileStore,
  reportId: string,
): Promise<{ files: SentFile[]; defects: string[] }> {
  const rows = await sql<Row[]>`
    select id, storage_key as "storageKey", data_key as "dataKey", size::float8 as size, sha256 from attachments
    where report_id = ${reportId} and removed_at is null`;
  const files: SentFile[] = [];
  const defects: string[] = [];
  for (const { id, storageKey, dataKey, size, sha256 } of rows) {
    const key = unwrapKey(ring, dataKey, fileKeyOwner(id));
    const file = { storageKey, key, place: { fileId: id, purpose: "file" as const } };
    try {
      const read = await hashStored(store, file, size);
      files.push({ sha256: read, size });
      if (read !== sha256) defects.push(`the hash of file ${id} is not that of its bytes`);
    } catch (error) {
      defects.push(`file ${id} does not open: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { files, defects };
}

/** Whether two lists hold the same files, whatever their order. */
export function sameFiles(one: readonly SentFile[], other: readonly SentFile[]): boolean {
  const sorted = (files: readonly SentFile[]) => files.map(({ sha256, size }) => `${sha256} ${size}`).sort();
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** Objects of the store that no row names: what a kill left behind, gone with the sweep a day later. */
export async function objectsWithoutRow(sql: postgres.Sql, store: FileStore): Promise<number> {
  const rows = await sql<{ key: string }[]>`
    select storage_key as key from attachments union all select preview_key from attachments where preview_key is not null`;
  const named = new Set(rows.map(({ key }) => key));
  let count = 0;
  for await (const { key } of store.list()) if (!named.has(key)) count += 1;
  return count;
}
