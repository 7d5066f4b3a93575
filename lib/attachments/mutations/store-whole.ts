import "server-only";
import { createHash } from "node:crypto";
import { attachments } from "@/db/schema";
import { beginsEncrypted } from "@/lib/pgp/encrypted-file";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import { refusalOf, UPLOAD_LIMITS } from "../accepted";
import { keptName } from "../file-name";
import { tellsOf } from "../metadata";
import { hasRoomFor, isDiskFull } from "../room";
import { spanReader, TooMuch, writeSealed } from "../sealed-writing";
import { draftTaking, newFile, RefusedFile, rowOf } from "./begin-upload";
import { takeUploadBudget } from "./budget";
import { afterArrival, firstScan } from "./finished";
import { lookAt } from "./receive-part";

/**
 * Keeps a file that comes in one piece, as a form without scripts sends it. It is sealed and durable before its row is
 * written; a file without a row is swept. Errors: NOT_FOUND, CONFLICT, INVALID, RATE_LIMITED; then nothing is kept.
 */
export async function storeWhole(
  ctx: Context,
  input: { draftPublicId: string; name: string; source: AsyncIterable<Uint8Array> },
): Promise<{ publicId: string }> {
  const name = keptName(input.name);
  const most = UPLOAD_LIMITS.plainBytes;
  // Its size is not known yet: one byte stands for it until it is.
  const refusal = refusalOf({ name, size: 1 }, { files: 0, bytes: 0 }, "plain");
  if (refusal !== null) throw new RefusedFile(refusal, name);
  const store = await fileStore();
  if (!(await hasRoomFor(store, most))) throw new RefusedFile("room", name);
  const { encrypted } = await inTransaction(ctx, (tx) =>
    draftTaking(tx, input.draftPublicId, { name, size: 1 }, "plain"),
  );

  const made = newFile();
  const { file } = made;
  try {
    const from = { offset: 0, state: null, hash: createHash("sha256") };
    const done = await writeSealed(store, file, input.source, from, { size: null, most });
    if (!done.complete || !done.first || !done.hash) throw new RefusedFile("empty", name);
    if (encrypted && !beginsEncrypted(done.first)) throw new RefusedFile("readable", name);
    await store.finish(file.storageKey, done.state);
    await takeUploadBudget(ctx, input.draftPublicId, done.offset);
    const seen = await lookAt(done.first);
    const tells = await tellsOf(seen.sniffed, done.offset, spanReader(store, file, done.offset));
    const facts = { ...seen, tells, size: done.offset, offset: done.offset, sha256: done.hash.digest("hex") };
    await inTransaction(ctx, async (tx) => {
      const { draftId } = await draftTaking(tx, input.draftPublicId, { name, size: done.offset }, "plain");
      await tx.db.insert(attachments).values({
        ...rowOf(tx, draftId, made, { name, modified: 0 }),
        ...facts,
        finishedAt: tx.now,
        scan: firstScan(),
      });
      await afterArrival(tx, { id: file.place.fileId, ...facts });
    });
    return { publicId: made.publicId };
  } catch (error) {
    await store.remove(file.storageKey, null).catch(() => undefined);
    if (error instanceof TooMuch) throw new RefusedFile("large_plain", name);
    if (isDiskFull(error)) throw new RefusedFile("room", name);
    throw error;
  }
}

/** Keeps the files of a form that was sent without scripts and with another button than Upload: small ones come along. */
export async function storeChosen(ctx: Context, draftPublicId: string, form: FormData): Promise<void> {
  for (const file of form.getAll("files[]")) {
    if (typeof file === "string" || file.size === 0) continue;
    await storeWhole(ctx, { draftPublicId, name: file.name, source: bytesOf(file) });
  }
}

async function* bytesOf(file: File): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await file.arrayBuffer());
}
