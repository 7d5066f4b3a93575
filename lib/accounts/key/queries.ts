import "server-only";
import { eq } from "drizzle-orm";
import { accountKeys } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type KeyRead, readPublicKey } from "@/lib/pgp/read-key";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openAccountKey } from "../records";

/** The armoured key that mails to an account are encrypted to; null where it has none. */
export async function accountKey(tx: Transaction, accountId: string): Promise<string | null> {
  const [row] = await tx.db.select().from(accountKeys).where(eq(accountKeys.accountId, accountId));
  return row ? openAccountKey(ring(), accountId, row.keySealed) : null;
}

export type OwnKey = { armored: string; read: KeyRead };

/** The actor's own key as it stands now: a key that was good when it came may have expired since. */
export async function ownKey(ctx: Context): Promise<OwnKey | null> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const armored = await accountKey(tx, accountId);
    return armored === null ? null : { armored, read: await readPublicKey(armored, tx.now) };
  });
}
