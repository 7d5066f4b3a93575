import "server-only";
import { inArray } from "drizzle-orm";
import { reports } from "@/db/schema";
import { type Context, inTransaction } from "@/lib/request/transaction";

/** The reference of the report that a receipt code has opened in this browser; null when none is open. */
export async function openGuestReference(ctx: Context): Promise<string | null> {
  const { actor } = ctx;
  if (actor.kind !== "guest") return null;
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ reference: reports.reference })
      .from(reports)
      .where(inArray(reports.guestCodeHash, [...actor.proofs]))
      .orderBy(reports.id)
      .limit(1);
    return row?.reference ?? null;
  });
}
