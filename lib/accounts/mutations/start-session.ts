import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { recordSystemEvent } from "@/lib/ledger/record";
import type { Context, Transaction } from "@/lib/request/transaction";
import { hashToken, newToken } from "@/lib/vault/lookup";
import { SESSION_MS } from "../session-life";

/** What the browser is handed: `beginSession` of lib/auth/session turns it into the cookie. */
export type StartedSession = { token: string; accountId: string };

/** Sessions and second factors keep real time, whatever PORTAL_NOW says. */
export const realTime = (ctx: Context, tx: Transaction) => new Date(tx.now.getTime() - ctx.clockOffsetMs);

/** Begins a session under a new token and ends the one that the browser came with: no token survives a sign-in. */
export async function startSession(
  tx: Transaction,
  input: { accountId: string; device: string; replaces: string | null; secondFactor: boolean; at: Date },
): Promise<StartedSession> {
  if (input.replaces !== null) {
    await tx.db
      .update(sessions)
      .set({ endedAt: input.at })
      .where(and(eq(sessions.tokenHash, hashToken(input.replaces)), isNull(sessions.endedAt)));
  }
  const token = newToken();
  await tx.db.insert(sessions).values({
    tokenHash: hashToken(token),
    accountId: input.accountId,
    createdAt: input.at,
    lastSeenAt: input.at,
    expiresAt: new Date(input.at.getTime() + SESSION_MS),
    secondFactorAt: input.secondFactor ? input.at : null,
    device: input.device,
  });
  await recordSystemEvent(tx, { type: "session.started", accountId: input.accountId });
  return { token, accountId: input.accountId };
}

/**
 * The session goes on under a new token with its second factor given again (security.md C06). It grows no older by
 * it and no younger: the limits of the sign-in stay.
 */
export async function continueSession(
  tx: Transaction,
  input: { accountId: string; device: string; replaces: string | null; at: Date },
): Promise<StartedSession> {
  const [ended] = await tx.db
    .update(sessions)
    .set({ endedAt: input.at })
    .where(
      and(
        eq(sessions.tokenHash, hashToken(input.replaces ?? "")),
        eq(sessions.accountId, input.accountId),
        isNull(sessions.endedAt),
      ),
    )
    .returning();
  if (!ended) throw notFound();
  const token = newToken();
  await tx.db.insert(sessions).values({
    ...ended,
    tokenHash: hashToken(token),
    lastSeenAt: input.at,
    secondFactorAt: input.at,
    stepUpAt: input.at,
    endedAt: null,
  });
  await recordSystemEvent(tx, { type: "session.stepped_up", accountId: input.accountId });
  return { token, accountId: input.accountId };
}
