import { join } from "node:path";
import { env } from "@/lib/env/env";
import { localStore } from "./local";
import type { FileStore } from "./store";

const kept = globalThis as typeof globalThis & { portalFileStore?: Promise<FileStore> };

async function configured(): Promise<FileStore> {
  const { STORAGE_URL, DATA_DIR } = env();
  if (!STORAGE_URL) return localStore(join(DATA_DIR, "files"));
  // The client of an object store is large, and most portals have none.
  const { s3Store } = await import("./s3");
  return s3Store(new URL(STORAGE_URL));
}

/** Where this portal keeps files: STORAGE_URL, else a directory below DATA_DIR. */
export function fileStore(): Promise<FileStore> {
  kept.portalFileStore ??= configured();
  return kept.portalFileStore;
}

/** Gives the process its store: tests. */
export function keepFilesIn(store: FileStore): void {
  kept.portalFileStore = Promise.resolve(store);
}
