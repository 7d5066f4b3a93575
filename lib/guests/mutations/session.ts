import "server-only";
import { eq, lte, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { guestSessions, spentProofs } from "@/db/schema";
import type { Context, Transaction } from "@/lib/request/transaction";
import { hashToken, newToken } from "@/lib/vault/lookup";

/** Sessions keep real time, as those of accounts do. */
const REAL_NOW = sql`clock_timestamp()`;

/** Opens the one report of a code for a browser; the token is for its cookie, only its hash is stored. */
export async function beginGuestSession(tx: Transaction, codeHash: string): Promise<string> {
  const token = newToken();
  await tx.db.insert(guestSessions).values({
    tokenHash: hashToken(token),
    codeHash,
    createdAt: REAL_NOW,
    expiresAt: sql`clock_timestamp() + interval '1 hour'`,
  });
  return token;
}

/** "Leave": the cookie's token opens nothing from now on. */
export async function leaveReport({ db }: Pick<Context, "db">, token: string): Promise<void> {
  await db.delete(guestSessions).where(eq(guestSessions.tokenHash, hashToken(token)));
}

/** Deletes what has ended; nothing tells later that somebody once looked. Proofs of work go when they would be refused. */
export async function clearGuestSessions(db: Database): Promise<void> {
  await db.delete(spentProofs).where(lte(spentProofs.expiresAt, REAL_NOW));
  await db.delete(guestSessions).where(lte(guestSessions.expiresAt, REAL_NOW));
}
