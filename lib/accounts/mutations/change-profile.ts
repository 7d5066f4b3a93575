import "server-only";
import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealProfile } from "../records";
import type { Profile } from "../types";

/** Name, group and title of the actor's own account: what forms are filled with. */
export async function changeProfile(ctx: Context, profile: Profile): Promise<void> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(accounts)
      .set({ profileSealed: sealProfile(ring(), accountId, profile) })
      .where(eq(accounts.id, accountId));
  });
}
