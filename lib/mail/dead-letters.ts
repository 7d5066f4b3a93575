import "server-only";
import { and, isNotNull, isNull } from "drizzle-orm";
import { mails } from "@/db/schema";
import { enqueue } from "@/lib/jobs/enqueue";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { deliveryJob } from "./delivery-job";

/** Promises anew every mail that was given up; what each reader may read is looked at again when it leaves. News leaves as one. */
export async function retryDeadLetters(ctx: Context): Promise<{ retried: number }> {
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .update(mails)
      // Three more days from now.
      .set({ gaveUpAt: null, failedAt: null, retriedAt: tx.now })
      .where(and(isNotNull(mails.gaveUpAt), isNull(mails.deliveredAt)))
      .returning({ id: mails.id, thread: mails.thread });
    await enqueue(tx, "deliver_mail", rows.map(deliveryJob));
    return { retried: rows.length };
  });
}
