import "server-only";
import { and, asc, eq, gt, inArray, isNotNull, lt, or, sql } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";

/** Hours that a stored object without a row is left alone: the row of a whole file is written after it. */
const ORPHAN_HOURS = 24;
/** Days for which a file waits to be sent into a thread. */
export const WAITING_DAYS = 30;
const DAY_MS = 86_400_000;
const AT_A_TIME = 100;

/**
 * Removes what nobody has any more: files that were removed, whose draft is gone or that waited too long for a thread, first from the store and then
 * their rows, and stored objects that no row names. Interrupted anywhere, the next run goes on.
 */
export async function sweepFiles(ctx: Context): Promise<{ files: number; orphans: number }> {
  if (!can(ctx.actor, "files.tend", null)) throw forbidden("Only the portal itself can do this.");
  return { files: await removeUnowned(ctx), orphans: await removeOrphans(ctx) };
}

async function removeUnowned(ctx: Context): Promise<number> {
  const store = await fileStore();
  const waitingSince = await inTransaction(ctx, async (tx) => new Date(tx.now.getTime() - WAITING_DAYS * DAY_MS));
  const unowned = or(
    and(isNotNull(attachments.replyToId), lt(attachments.createdAt, waitingSince)),
    isNotNull(attachments.removedAt),
    sql`num_nonnulls(${attachments.draftId}, ${attachments.reportId}, ${attachments.replyToId}) = 0`,
  );
  let removed = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const rows = await inTransaction(ctx, (tx) =>
      tx.db
        .select()
        .from(attachments)
        .where(and(unowned, gt(attachments.id, after)))
        .orderBy(asc(attachments.id))
        .limit(AT_A_TIME),
    );
    for (const row of rows) {
      await store.remove(row.storageKey, row.storeState);
      if (row.previewKey) await store.remove(row.previewKey, null);
      await inTransaction(ctx, (tx) => tx.db.delete(attachments).where(and(eq(attachments.id, row.id), unowned)));
      removed += 1;
    }
    const last = rows.at(-1);
    if (!last || rows.length < AT_A_TIME) return removed;
    after = last.id;
  }
}

async function removeOrphans(ctx: Context): Promise<number> {
  const store = await fileStore();
  let removed = 0;
  let batch: string[] = [];
  const settle = async () => {
    const known = await namedKeys(ctx, batch);
    for (const key of batch.filter((some) => !known.has(some))) {
      await store.remove(key, null);
      removed += 1;
    }
    batch = [];
  };
  const { now } = await inTransaction(ctx, async (tx) => ({ now: tx.now.getTime() - ctx.clockOffsetMs }));
  for await (const object of store.list()) {
    // Files keep real time, whatever the portal's clock says.
    if (now - object.changedAt.getTime() < ORPHAN_HOURS * 3_600_000) continue;
    batch.push(object.key);
    if (batch.length === AT_A_TIME) await settle();
  }
  await settle();
  return removed;
}

async function namedKeys(ctx: Context, keys: readonly string[]): Promise<Set<string | null>> {
  if (keys.length === 0) return new Set();
  const rows = await inTransaction(ctx, (tx) =>
    tx.db
      .select({ file: attachments.storageKey, preview: attachments.previewKey })
      .from(attachments)
      .where(or(inArray(attachments.storageKey, keys), inArray(attachments.previewKey, keys))),
  );
  return new Set(rows.flatMap(({ file, preview }) => [file, preview]));
}
