import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { conflict } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import { shownName } from "../file-name";
import { LOOKED_THROUGH_BYTES } from "../metadata";
import { withoutMetadata } from "../preview";
import { readSealed } from "../sealed-writing";
import { isRewritten } from "../tells";
import { afterArrival, firstScan } from "./finished";
import { loadAttachment, openName } from "./loaded";
import { RefusedFile, SENT_ALREADY } from "./refused";
import { sealWhole } from "./seal-whole";
import { stillWaiting } from "./waiting";

const CHANGED = "This file has changed meanwhile. Look at the list again.";

/**
 * Writes a picture of a draft anew without what its metadata tells, in the place of the original, which is gone: its
 * reporter asked for that. Errors: NOT_FOUND; CONFLICT once it was sent, and while another change is made; INVALID
 * where there is no such picture, or where the decoder refuses it. Then the original stays.
 */
export async function removeMetadata(ctx: Context, input: { publicId: string }): Promise<{ name: string }> {
  const { row, file } = await inTransaction(ctx, async (tx) => {
    const loaded = await loadAttachment(tx, input.publicId);
    if (loaded.report !== null) throw conflict(SENT_ALREADY);
    return loaded;
  });
  const name = shownName(openName(row, file).name);
  const type = row.sniffed;
  const unwritable = () => new RefusedFile("unwritable", name);
  if (row.finishedAt === null || !isRewritten(type) || row.size > LOOKED_THROUGH_BYTES) throw unwritable();
  const store = await fileStore();
  const picture = await withoutMetadata(readSealed(store, file, row.size), type);
  if (picture === null) throw unwritable();

  const storageKey = randomBytes(16).toString("hex");
  const sha256 = await sealWhole(store, { ...file, storageKey }, picture);
  const replaced = await inTransaction(ctx, async (tx) => {
    const size = picture.length;
    const facts = { storageKey, sha256, size, offset: size, tells: [], rewrittenAt: tx.now, scan: firstScan() };
    const rows = await tx.db
      .update(attachments)
      .set({ ...facts, finding: null, scanTriedAt: null })
      .where(
        and(
          eq(attachments.id, row.id),
          // The second of two that rewrite it at once, and whoever comes after a removal or the sending, finds nothing.
          eq(attachments.storageKey, row.storageKey),
          isNull(attachments.removedAt),
          stillWaiting,
        ),
      )
      .returning({ id: attachments.id });
    if (rows.length > 0) await afterArrival(tx, { id: row.id, sniffed: type, size });
    return rows.length > 0;
  });
  // Whatever a crash leaves here has no row, and the daily sweep removes it.
  await store.remove(replaced ? row.storageKey : storageKey, null);
  if (!replaced) throw conflict(CHANGED);
  return { name };
}
