import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "@/lib/request/transaction";
import { keepFilesIn } from "@/lib/storage/configured";
import { localStore } from "@/lib/storage/local";
import { beginUpload } from "./mutations/begin-upload";
import { receivePart } from "./mutations/receive-part";

/** A file store of the test's own, on its disk; `free` says how much room it claims to have. */
export function ownFileStore(free?: () => number): { directory: string } {
  const directory = mkdtempSync(join(tmpdir(), "portal-files-"));
  keepFilesIn(localStore(directory, free ? { free: async () => free() } : {}));
  return { directory };
}

export async function* inPieces(bytes: Uint8Array, length = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** Uploads a whole file to a place; its public id. */
export async function upload(ctx: Context, place: string, name: string, bytes: Uint8Array): Promise<string> {
  const { publicId } = await beginUpload(ctx, { place, name, size: bytes.length, modified: 0 });
  await receivePart(ctx, { publicId, offset: 0, source: inPieces(bytes) });
  return publicId;
}

/** Bytes that begin as a text does. */
export function someText(size: number): Buffer {
  return Buffer.from(
    randomBytes(Math.ceil(size / 2))
      .toString("hex")
      .slice(0, size),
  );
}

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
