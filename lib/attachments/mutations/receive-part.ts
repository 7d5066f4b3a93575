import "server-only";
import { createHash, type Hash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { fileTypeFromBuffer } from "file-type";
import { attachments } from "@/db/schema";
import { conflict } from "@/lib/errors";
import { beginsEncrypted } from "@/lib/pgp/encrypted-file";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import { type FileStore, MissingObject } from "@/lib/storage/store";
import { realType, zipIsLocked } from "../content";
import { tellsOf } from "../metadata";
import { hasRoomFor, isDiskFull } from "../room";
import { hashStored, type Progress, type SealedFile, spanReader, writeSealed } from "../sealed-writing";
import { afterArrival, firstScan } from "./finished";
import { loadAttachment } from "./loaded";
import { RefusedFile, SENT_ALREADY } from "./refused";
import { removeFile } from "./remove";
import { stillWaiting } from "./waiting";

const AT_ANOTHER_PLACE = "This part does not follow what has arrived. Ask again how far the file has come.";

// The hash of an upload goes on from part to part. It lives as long as this process remembers; where it does not, the
// finished file is read once more.
const HASHES_KEPT = 512;
const hashes = new Map<string, { offset: number; hash: Hash }>();

function hashAt(id: string, offset: number): Hash | null {
  if (offset === 0) return createHash("sha256");
  const known = hashes.get(id);
  return known?.offset === offset ? known.hash : null;
}

function rememberHash(id: string, { offset, hash }: Progress): void {
  hashes.delete(id);
  if (!hash) return;
  hashes.set(id, { offset, hash });
  const [oldest] = hashes.keys();
  if (hashes.size > HASHES_KEPT && oldest !== undefined) hashes.delete(oldest);
}

type Part = { publicId: string; offset: number; source: AsyncIterable<Uint8Array> };

// Two writers of one file would undo each other's work on the disk; a second instance of the portal has its own disk.
const busy = new Set<string>();

/**
 * Takes what follows `offset` of an upload, and answers how far the file has come: every byte of it sealed and durable.
 * What a cut leaves behind the last whole piece is dropped. The last byte finishes the file.
 * Errors: NOT_FOUND, CONFLICT (another offset, finished or sent already), INVALID (no room, too much).
 */
export async function receivePart(ctx: Context, input: Part): Promise<{ offset: number }> {
  if (busy.has(input.publicId)) throw conflict(AT_ANOTHER_PLACE);
  busy.add(input.publicId);
  try {
    return await receive(ctx, input);
  } finally {
    busy.delete(input.publicId);
  }
}

async function receive(ctx: Context, input: Part): Promise<{ offset: number }> {
  const { row, file, draft } = await inTransaction(ctx, async (tx) => {
    const loaded = await loadAttachment(tx, input.publicId);
    if (loaded.report !== null) throw conflict(SENT_ALREADY);
    return loaded;
  });
  if (row.finishedAt !== null || row.offset !== input.offset) throw conflict(AT_ANOTHER_PLACE);
  const store = await fileStore();
  if (!(await hasRoomFor(store, row.size - row.offset))) throw new RefusedFile("room", "");

  const from = { offset: row.offset, state: row.storeState, hash: hashAt(row.id, row.offset) };
  const limits = { size: row.size, most: row.size };
  const progress = await writeSealed(store, file, input.source, from, limits).catch(async (error: unknown) => {
    if (error instanceof MissingObject) {
      // A kill came between the last byte and the note of it: the object is whole and nothing can be added. Begin anew.
      await inTransaction(ctx, (tx) => advance(tx, row.id, row.offset, { offset: 0, storeState: null }));
      throw conflict(AT_ANOTHER_PLACE);
    }
    throw isDiskFull(error) ? new RefusedFile("room", "") : error;
  });
  if (progress.first && draft !== null && draft.protection !== "https" && !beginsEncrypted(progress.first)) {
    const { name } = await removeFile(ctx, { publicId: row.publicId });
    throw new RefusedFile("readable", name);
  }
  const seen = progress.first ? await lookAt(progress.first) : { sniffed: row.sniffed, locked: row.locked };
  if (!progress.complete) {
    rememberHash(row.id, progress);
    await inTransaction(ctx, (tx) =>
      advance(tx, row.id, row.offset, { ...seen, offset: progress.offset, storeState: progress.state }),
    );
    return { offset: progress.offset };
  }
  hashes.delete(row.id);
  await store.finish(file.storageKey, progress.state);
  const sha256 = await hashOf(store, file, row.size, progress.hash);
  const tells = await tellsOf(seen.sniffed, row.size, spanReader(store, file, row.size));
  await inTransaction(ctx, async (tx) => {
    const facts = { ...seen, tells, sha256, offset: row.size, storeState: null, finishedAt: tx.now };
    await advance(tx, row.id, row.offset, { ...facts, scan: firstScan() });
    await afterArrival(tx, { id: row.id, sniffed: seen.sniffed, size: row.size });
  });
  return { offset: row.size };
}

/** Loses against another part of the same upload, a removal, and the sending of the report. */
async function advance(
  tx: Transaction,
  id: string,
  from: number,
  facts: Partial<typeof attachments.$inferInsert>,
): Promise<void> {
  const moved = await tx.db
    .update(attachments)
    .set(facts)
    .where(
      and(
        eq(attachments.id, id),
        eq(attachments.offset, from),
        isNull(attachments.finishedAt),
        isNull(attachments.removedAt),
        stillWaiting,
      ),
    )
    .returning({ id: attachments.id });
  if (moved.length === 0) throw conflict(AT_ANOTHER_PLACE);
}

async function hashOf(store: FileStore, file: SealedFile, size: number, hash: Hash | null): Promise<string> {
  return hash ? hash.digest("hex") : hashStored(store, file, size);
}

/** What the first chunk says about the file. A parser that stumbles over it says nothing. */
export async function lookAt(first: Buffer): Promise<{ sniffed: string; locked: boolean }> {
  const magic = await fileTypeFromBuffer(first).catch(() => undefined);
  const sniffed = realType(magic?.ext ?? null, first);
  return { sniffed, locked: zipIsLocked(first) };
}
