import "server-only";
import { eq } from "drizzle-orm";
import { accountKeys, accounts } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { conflict, invalid, notFound } from "@/lib/errors";
import { recordSystemEvent } from "@/lib/ledger/record";
import { queueMail, queueMails } from "@/lib/notifications/mutations";
import { readPublicKey } from "@/lib/pgp/read-key";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openAccountKey, sealAccountKey } from "../records";
import { confirmPassword } from "./confirm-password";

const CHANGED = "Your key was changed in another window meanwhile. Look again; nothing was changed here.";

function ownAccount(ctx: Context): string {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return accountId;
}

/** The key on file, its account locked so that two changes come one after the other. */
async function lockedKey(tx: Transaction, accountId: string): Promise<string | null> {
  await tx.db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("update");
  const [row] = await tx.db.select().from(accountKeys).where(eq(accountKeys.accountId, accountId));
  return row ? openAccountKey(ring(), accountId, row.keySealed) : null;
}

/** The holder of the key that goes hears of it by that key too: whoever took over a session cannot hide it. */
async function tellOfChange(
  tx: Transaction,
  accountId: string,
  old: string | null,
  change: "added" | "replaced" | "removed",
): Promise<void> {
  await recordSystemEvent(tx, { type: "account.key_changed", accountId, change });
  const mail = { template: "key_changed" as const, to: { accountId }, params: { change } };
  // After a removal nothing is on file, so the old key is the only one to tell.
  await queueMails(tx, [...(old === null ? [] : [{ ...mail, key: old }]), ...(change === "removed" ? [] : [mail])]);
}

/**
 * Sets the key that mails to the actor's account are encrypted to, for whoever knows its password: a session that was taken
 * over must not read the account's mail. INVALID with the reason at `armored` or `password`, RATE_LIMITED.
 */
export async function adoptAccountKey(
  ctx: Context,
  input: { armored: string; password: string },
): Promise<{ fingerprint: string }> {
  const accountId = ownAccount(ctx);
  await confirmPassword(ctx, input.password);
  return inTransaction(ctx, async (tx) => {
    const read = await readPublicKey(input.armored, tx.now);
    if (!read.ok) throw invalid("There is a problem", { armored: [read.message] });
    const old = await lockedKey(tx, accountId);
    const { armored, fingerprint } = read.key;
    if (old === armored) return { fingerprint };
    const keySealed = sealAccountKey(ring(), accountId, armored);
    await tx.db
      .insert(accountKeys)
      .values({ accountId, keySealed, createdAt: tx.now })
      .onConflictDoUpdate({ target: accountKeys.accountId, set: { keySealed, createdAt: tx.now } });
    await tellOfChange(tx, accountId, old, old === null ? "added" : "replaced");
    return { fingerprint };
  });
}

/** Removes the actor's key: mails are readable again. Errors: INVALID (password), RATE_LIMITED, CONFLICT (there is none any more). */
export async function removeAccountKey(ctx: Context, input: { password: string }): Promise<{ removed: true }> {
  const accountId = ownAccount(ctx);
  await confirmPassword(ctx, input.password);
  return inTransaction(ctx, async (tx) => {
    const old = await lockedKey(tx, accountId);
    if (old === null) throw conflict(CHANGED);
    await tx.db.delete(accountKeys).where(eq(accountKeys.accountId, accountId));
    await tellOfChange(tx, accountId, old, "removed");
    return { removed: true };
  });
}

/** Mails the actor a test that only their key opens. CONFLICT when there is no key. */
export async function sendKeyTest(ctx: Context): Promise<{ sent: true }> {
  const accountId = ownAccount(ctx);
  return inTransaction(ctx, async (tx) => {
    if ((await lockedKey(tx, accountId)) === null) throw conflict(CHANGED);
    await queueMail(tx, "key_test", { accountId }, {});
    return { sent: true };
  });
}
