import "server-only";
import { createHash } from "node:crypto";
import type { FileStore } from "@/lib/storage/store";
import { type SealedFile, writeSealed } from "../sealed-writing";

/** Seals bytes that the portal has made itself, durably and as a finished object; their SHA-256, hex. */
export async function sealWhole(store: FileStore, file: SealedFile, bytes: Buffer): Promise<string> {
  const nothing = { offset: 0, state: null, hash: null };
  const { state } = await writeSealed(store, file, only(bytes), nothing, { size: bytes.length, most: bytes.length });
  await store.finish(file.storageKey, state);
  return createHash("sha256").update(bytes).digest("hex");
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
