import "server-only";
import { and, asc, eq, inArray, isNotNull, isNull, lt, notLike } from "drizzle-orm";
import { mails } from "@/db/schema";
import { enqueue } from "@/lib/jobs/enqueue";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { deliveryJob } from "./delivery-job";

/** Has neither left nor been given up, and is not held back. */
export const waiting = () => and(isNull(mails.deliveredAt), isNull(mails.gaveUpAt), isNull(mails.heldFor));

/** Mails of the same thread that were promised earlier and have neither left nor been given up, the oldest first. */
export async function waitingBefore(ctx: Context, mailId: string): Promise<string[]> {
  return inTransaction(ctx, async (tx) => {
    const [mail] = await tx.db.select({ thread: mails.thread }).from(mails).where(eq(mails.id, mailId));
    if (!mail?.thread) return [];
    const rows = await tx.db
      .select({ id: mails.id })
      .from(mails)
      .where(and(eq(mails.thread, mail.thread), lt(mails.id, mailId), waiting()))
      .orderBy(asc(mails.id));
    return rows.map(({ id }) => id);
  });
}

/** Mails that are tried at once when one was delivered. */
const TRIED_TOGETHER = 100;

/** What failed because no server could be reached is tried now: one was. A recipient's own server may still say later. */
export async function tryFailedAgain(tx: Transaction): Promise<void> {
  const failed = await tx.db
    .select({ id: mails.id, thread: mails.thread })
    .from(mails)
    .where(and(isNotNull(mails.failedAt), notLike(mails.failure, "4%"), waiting()))
    .orderBy(asc(mails.id))
    .limit(TRIED_TOGETHER)
    .for("update", { skipLocked: true });
  if (failed.length === 0) return;
  const ids = failed.map(({ id }) => id);
  // Each is asked for once: what fails again is remembered again.
  await tx.db.update(mails).set({ failedAt: null }).where(inArray(mails.id, ids));
  await enqueue(tx, "deliver_mail", failed.map(deliveryJob));
}
