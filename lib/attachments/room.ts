import type { FileStore } from "../storage/store";

/** Bytes of a disk that files leave free: the text of reports goes on being taken (security.md §3.3). */
export const FREE_RESERVE_BYTES = 1024 ** 3;

/** Whether a file of this many bytes leaves the reserve free; an object store has no such end. */
export async function hasRoomFor(store: FileStore, bytes: number): Promise<boolean> {
  const free = await store.free();
  return free === null || free - bytes >= FREE_RESERVE_BYTES;
}

/** Whether a write failed because the disk is full, or its share of it. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
