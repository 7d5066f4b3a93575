import "server-only";
import { createHash } from "node:crypto";
import { attachments } from "@/db/schema";
import { beginsEncrypted } from "@/lib/pgp/encrypted-file";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import type { FileStore } from "@/lib/storage/store";
import { refusalOf, UPLOAD_LIMITS } from "../accepted";
import { keptName } from "../file-name";
import { tellsOf } from "../metadata";
import { hasRoomFor, isDiskFull } from "../room";
import { spanReader, TooMuch, writeSealed } from "../sealed-writing";
import { newFile, placeTaking, rowOf } from "./begin-upload";
import { takeUploadBudget } from "./budget";
import { afterArrival, firstScan } from "./finished";
import { lookAt } from "./receive-part";
import { RefusedFile } from "./refused";

/** A file that is sealed and durable, and that no row names yet: without one it is swept. */
export type Arrived = Awaited<ReturnType<typeof sealArriving>>;

async function sealArriving(store: FileStore, name: string, source: AsyncIterable<Uint8Array>, encrypted: boolean) {
  const made = newFile();
  const { file } = made;
  try {
    const from = { offset: 0, state: null, hash: createHash("sha256") };
    const done = await writeSealed(store, file, source, from, { size: null, most: UPLOAD_LIMITS.plainBytes });
    if (!done.complete || !done.first || !done.hash) throw new RefusedFile("empty", name);
    if (encrypted && !beginsEncrypted(done.first)) throw new RefusedFile("readable", name);
    await store.finish(file.storageKey, done.state);
    const seen = await lookAt(done.first);
    const tells = await tellsOf(seen.sniffed, done.offset, spanReader(store, file, done.offset));
    const facts = { ...seen, tells, size: done.offset, offset: done.offset, sha256: done.hash.digest("hex") };
    return { made, name, facts };
  } catch (error) {
    await store.remove(file.storageKey, null).catch(() => undefined);
    throw refusalFor(error, name);
  }
}

function refusalFor(error: unknown, name: string): unknown {
  if (error instanceof TooMuch) return new RefusedFile("large_plain", name);
  return isDiskFull(error) ? new RefusedFile("room", name) : error;
}

/** The store, when it has room for one more file of this name. @throws RefusedFile */
async function roomFor(name: string): Promise<FileStore> {
  // Its size is not known yet: one byte stands for it until it is.
  const refusal = refusalOf({ name, size: 1 }, { files: 0, bytes: 0 }, "plain");
  if (refusal !== null) throw new RefusedFile(refusal, name);
  const store = await fileStore();
  if (!(await hasRoomFor(store, UPLOAD_LIMITS.plainBytes))) throw new RefusedFile("room", name);
  return store;
}

/**
 * Keeps a file that comes in one piece, as a form without scripts sends it. It is sealed and durable before its row is
 * written; a file without a row is swept. Errors: NOT_FOUND, CONFLICT, INVALID, RATE_LIMITED; then nothing is kept.
 */
export async function storeWhole(
  ctx: Context,
  input: { place: string; name: string; source: AsyncIterable<Uint8Array> },
): Promise<{ publicId: string }> {
  const name = keptName(input.name);
  const store = await roomFor(name);
  const { encrypted } = await inTransaction(ctx, (tx) => placeTaking(tx, input.place, { name, size: 1 }, "plain"));
  const arrived = await sealArriving(store, name, input.source, encrypted);
  try {
    const { size } = arrived.facts;
    await takeUploadBudget(ctx, input.place, size);
    await inTransaction(ctx, async (tx) => {
      const { columns } = await placeTaking(tx, input.place, { name, size }, "plain");
      await keepArrived(tx, arrived, columns);
    });
    return { publicId: arrived.made.publicId };
  } catch (error) {
    await store.remove(arrived.made.file.storageKey, null).catch(() => undefined);
    throw error;
  }
}

/** Seals a file for a report that was sent already; `keepArrived` writes its row. @throws RefusedFile */
export async function sealForReport(given: string, bytes: Buffer): Promise<Arrived> {
  const name = keptName(given);
  return sealArriving(await roomFor(name), name, only(bytes), false);
}

/** Writes the row of a file that has arrived, in the transaction of what brings it. The caller judged the place. */
export async function keepArrived(
  tx: Transaction,
  { made, name, facts }: Arrived,
  place: Pick<
    typeof attachments.$inferInsert,
    "draftId" | "replyToId" | "replyKind" | "reportId" | "messageId" | "side"
  >,
): Promise<void> {
  const row = rowOf(tx, made, { name, modified: 0 });
  await tx.db.insert(attachments).values({ ...row, ...place, ...facts, finishedAt: tx.now, scan: firstScan() });
  await afterArrival(tx, { id: made.file.place.fileId, ...facts });
}

async function* only(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Keeps the files of a form that was sent without scripts and with another button than Upload: small ones come along. Their ids. */
export async function storeChosen(ctx: Context, place: string, form: FormData, name = "files[]"): Promise<string[]> {
  const stored: string[] = [];
  for (const file of form.getAll(name)) {
    if (typeof file === "string" || file.size === 0) continue;
    stored.push((await storeWhole(ctx, { place, name: file.name, source: bytesOf(file) })).publicId);
  }
  return stored;
}

async function* bytesOf(file: File): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await file.arrayBuffer());
}
