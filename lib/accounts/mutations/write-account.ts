import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { accounts, passwords, sessions } from "@/db/schema";
import { appSecret } from "@/lib/env/env";
import { recordSystemEvent } from "@/lib/ledger/record";
import { CHANNEL, endedText } from "@/lib/live/change";
import type { Transaction } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { emailLookup, sealEmail, sealProfile } from "../records";

/** Keeps hashes useless to whoever has the database alone. */
export const passwordPepper = () => lookupHash(appSecret(), "password-pepper", "");

export async function accountByEmail(tx: Transaction, email: string) {
  const [row] = await tx.db
    .select({ id: accounts.id, emailConfirmedAt: accounts.emailConfirmedAt, deactivatedAt: accounts.deactivatedAt })
    .from(accounts)
    .where(eq(accounts.emailLookup, emailLookup(appSecret(), email)));
  return row ?? null;
}

/**
 * Makes the account of an address, or gives an unconfirmed one to whoever asks last: nobody has shown
 * yet that the address is theirs. Null when the address belongs to a confirmed account.
 */
export async function writeAccount(
  tx: Transaction,
  input: { email: string; displayName: string; passwordHash: string; confirmed: boolean },
): Promise<{ accountId: string } | null> {
  const id = v7();
  const profile = { displayName: input.displayName, group: "", title: "" };
  const confirmedAt = input.confirmed ? tx.now : null;
  const [made] = await tx.db
    .insert(accounts)
    .values({
      id,
      emailLookup: emailLookup(appSecret(), input.email),
      emailSealed: sealEmail(ring(), id, input.email),
      profileSealed: sealProfile(ring(), id, profile),
      emailConfirmedAt: confirmedAt,
      createdAt: tx.now,
    })
    .onConflictDoNothing({ target: accounts.emailLookup })
    .returning({ id: accounts.id });
  const accountId =
    made?.id ?? (await takeOver(tx, input.email, (present) => sealProfile(ring(), present, profile), confirmedAt));
  if (accountId === null) return null;
  await setPassword(tx, accountId, input.passwordHash);
  if (made) await recordSystemEvent(tx, { type: "account.created", accountId });
  return { accountId };
}

async function takeOver(
  tx: Transaction,
  email: string,
  profileOf: (accountId: string) => Buffer,
  confirmedAt: Date | null,
): Promise<string | null> {
  const present = await accountByEmail(tx, email);
  if (!present || present.emailConfirmedAt || present.deactivatedAt) return null;
  const [taken] = await tx.db
    .update(accounts)
    .set({ profileSealed: profileOf(present.id), emailConfirmedAt: confirmedAt })
    .where(and(eq(accounts.id, present.id), isNull(accounts.emailConfirmedAt)))
    .returning({ id: accounts.id });
  return taken?.id ?? null;
}

export async function setPassword(tx: Transaction, accountId: string, hash: string): Promise<void> {
  await tx.db
    .insert(passwords)
    .values({ accountId, hash, changedAt: tx.now })
    .onConflictDoUpdate({ target: passwords.accountId, set: { hash, changedAt: tx.now } });
}

/** Ends all of an account's sessions, or all but one. Returns how many ended. */
export async function endSessions(tx: Transaction, accountId: string, at: Date): Promise<number> {
  const ended = await tx.db
    .update(sessions)
    .set({ endedAt: at })
    .where(and(eq(sessions.accountId, accountId), isNull(sessions.endedAt)))
    .returning({ at: sessions.endedAt });
  if (ended.length > 0) await tellEnded(tx, accountId, ended.length);
  return ended.length;
}

/** Writes down that sessions ended, and ends the open streams that belong to them when this is committed. */
export async function tellEnded(tx: Transaction, accountId: string, count: number): Promise<void> {
  await recordSystemEvent(tx, { type: "session.ended", accountId, count });
  await tx.db.execute(sql`select pg_notify(${CHANNEL}, ${endedText(accountId)})`);
}
