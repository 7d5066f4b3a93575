import "server-only";
import { and, eq, gt, isNull } from "drizzle-orm";
import { accountTokens, type TOKEN_PURPOSES } from "@/db/schema";
import { conflict } from "@/lib/errors";
import type { Transaction } from "@/lib/request/transaction";
import { hashToken, newToken } from "@/lib/vault/lookup";
import { LINK_LIFE_MS, LINK_SENTENCES, linkState } from "../link-state";

export type LinkPurpose = (typeof TOKEN_PURPOSES)[number];

/** A new single-use token for an account; older ones of the same purpose stop working. */
export async function issueLink(
  tx: Transaction,
  purpose: Exclude<LinkPurpose, "invite">,
  accountId: string,
): Promise<string> {
  await tx.db
    .update(accountTokens)
    .set({ replacedAt: tx.now })
    .where(
      and(
        eq(accountTokens.accountId, accountId),
        eq(accountTokens.purpose, purpose),
        isNull(accountTokens.usedAt),
        isNull(accountTokens.replacedAt),
      ),
    );
  const token = newToken();
  await tx.db.insert(accountTokens).values({
    tokenHash: hashToken(token),
    purpose,
    accountId,
    createdAt: tx.now,
    expiresAt: new Date(tx.now.getTime() + LINK_LIFE_MS[purpose]),
  });
  return token;
}

/** Uses a token up; of two at once one succeeds. @throws PortalError CONFLICT with the sentence of its state. */
export async function spendLink(tx: Transaction, purpose: LinkPurpose, token: string) {
  const tokenHash = hashToken(token);
  const [used] = await tx.db
    .update(accountTokens)
    .set({ usedAt: tx.now })
    .where(
      and(
        eq(accountTokens.tokenHash, tokenHash),
        eq(accountTokens.purpose, purpose),
        isNull(accountTokens.usedAt),
        isNull(accountTokens.replacedAt),
        gt(accountTokens.expiresAt, tx.now),
      ),
    )
    .returning();
  if (used) return used;
  const [link] = await tx.db
    .select()
    .from(accountTokens)
    .where(and(eq(accountTokens.tokenHash, tokenHash), eq(accountTokens.purpose, purpose)));
  const state = linkState(link ?? null, tx.now);
  throw conflict(LINK_SENTENCES[state === "usable" ? "used" : state]);
}
