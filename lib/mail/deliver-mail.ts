import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { mails } from "@/db/schema";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { toldTogether } from "./catch-up";
import { NotTaken, noteFailure } from "./not-taken";
import { tryFailedAgain, waitingBefore } from "./order";
import { prepare } from "./prepare";
import { send } from "./send";
import type { MailTransport } from "./transport";

/**
 * Sends one promised mail after those before it in its thread, and, where mail was down until now, has what failed
 * meanwhile tried at once instead of when its turn comes. @throws while it is still to be tried again
 */
export async function deliverMail(ctx: Context, transport: MailTransport, mailId: string): Promise<void> {
  for (const id of await waitingBefore(ctx, mailId)) {
    try {
      await deliverOne(ctx, transport, id);
    } catch (error) {
      // What stands before it keeps it back: it has failed with that.
      if (error instanceof NotTaken && (await noteFailure(ctx, mailId, error, null))) return;
      throw error;
    }
  }
  await deliverOne(ctx, transport, mailId);
}

/**
 * Sends one promised mail, at least once and always under the same Message-ID. The access that it
 * presumes is looked at again now: a role that ended since gets nothing. What no server takes becomes a dead letter,
 * at once when it is refused for good, else after three days. @throws while it is still to be tried again
 */
async function deliverOne(ctx: Context, transport: MailTransport, mailId: string): Promise<void> {
  const prepared = await inTransaction(ctx, async (tx) => {
    const [mail] = await tx.db.select().from(mails).where(eq(mails.id, mailId));
    if (!mail || mail.deliveredAt !== null || mail.gaveUpAt !== null) return null;
    return (await toldTogether(tx, mail)) ? null : prepare(tx, mail);
  });
  try {
    if (prepared) await send(transport, mailId, prepared);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    if (await noteFailure(ctx, mailId, error, prepared)) return;
    throw error;
  }
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(mails)
      // A guest's address has done its work.
      .set({ deliveredAt: tx.now, addressSealed: null, failure: null })
      .where(and(eq(mails.id, mailId), isNull(mails.deliveredAt), isNull(mails.gaveUpAt), isNull(mails.heldFor)));
    if (prepared) await tryFailedAgain(tx);
  });
}
