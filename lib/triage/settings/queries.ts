import "server-only";
import { eq } from "drizzle-orm";
import { deskSettings } from "@/db/schema";
import { type Context, inTransaction } from "@/lib/request/transaction";

/** Whether single keys do something for the actor; they do until somebody switches them off. */
export async function keysAreOn(ctx: Context): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== "staff") return false;
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ keys: deskSettings.keys })
      .from(deskSettings)
      .where(eq(deskSettings.accountId, actor.accountId));
    return row?.keys ?? true;
  });
}
