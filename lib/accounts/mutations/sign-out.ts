import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { sessions } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";
import { realTime } from "./start-session";
import { endSessions, tellEnded } from "./write-account";

/** Ends the session of a token in the database: the token is worthless from the next request on. */
export async function signOut(ctx: Context, input: { token: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [ended] = await tx.db
      .update(sessions)
      .set({ endedAt: realTime(ctx, tx) })
      .where(and(eq(sessions.tokenHash, hashToken(input.token)), isNull(sessions.endedAt)))
      .returning({ accountId: sessions.accountId });
    if (ended) await tellEnded(tx, ended.accountId, 1);
  });
}

/** Ends every session of the actor's account, this one too. */
export async function signOutEverywhere(ctx: Context): Promise<number> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return inTransaction(ctx, (tx) => endSessions(tx, accountId, realTime(ctx, tx)));
}

/** Ends one session of the actor's account by the handle that the list shows. */
export async function endSession(ctx: Context, input: { handle: string }): Promise<void> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  await inTransaction(ctx, async (tx) => {
    const ended = await tx.db
      .update(sessions)
      .set({ endedAt: realTime(ctx, tx) })
      .where(
        and(
          eq(sessions.accountId, accountId),
          isNull(sessions.endedAt),
          sql`left(encode(${sessions.tokenHash}, 'hex'), 16) = ${input.handle}`,
        ),
      )
      .returning({ at: sessions.endedAt });
    if (ended.length === 0) throw notFound();
    await tellEnded(tx, accountId, ended.length);
  });
}
