import "server-only";
import { createHash } from "node:crypto";
import { attachments } from "@/db/schema";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import { refusalOf, sentences, UPLOAD_LIMITS } from "../accepted";
import { keptName, shownName } from "../file-name";
import { hasRoomFor, isDiskFull } from "../room";
import { TooMuch, writeSealed } from "../sealed-writing";
import { draftTaking, newFile, refusedFile, rowOf } from "./begin-upload";
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
  const refusal = refusalOf({ name: shownName(name), size: 1 }, { files: 0, bytes: 0 }, "plain");
  if (refusal !== null) throw refusedFile(refusal);
  const store = await fileStore();
  if (!(await hasRoomFor(store, most))) throw refusedFile(sentences.noRoom);
  await inTransaction(ctx, (tx) => draftTaking(tx, input.draftPublicId, { name, size: 1 }, "plain"));

  const made = newFile();
  const { file } = made;
  try {
    const from = { offset: 0, state: null, hash: createHash("sha256") };
    const done = await writeSealed(store, file, input.source, from, { size: null, most });
    if (!done.complete || !done.first || !done.hash) throw refusedFile(sentences.empty(shownName(name)));
    await store.finish(file.storageKey, done.state);
    await takeUploadBudget(ctx, input.draftPublicId, done.offset);
    const seen = await lookAt(done.first);
    const facts = { ...seen, size: done.offset, offset: done.offset, sha256: done.hash.digest("hex") };
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
    if (error instanceof TooMuch) throw refusedFile(sentences.tooLarge(shownName(name), "plain"));
    if (isDiskFull(error)) throw refusedFile(sentences.noRoom);
    throw error;
  }
}
