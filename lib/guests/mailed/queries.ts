import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import { mailTokens } from "@/db/schema";
import { linkState } from "@/lib/accounts/link-state";
import type { LinkState } from "@/lib/accounts/types";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";

/** How a mailed link to a report stands; reading it changes nothing, so that a mail scanner does not use it up (EM-17). */
export function mailedLinkState(ctx: Context, token: string): Promise<LinkState> {
  return inTransaction(ctx, async (tx) => (await readMailedLink(tx, token)).state);
}

/** The link and its report; one that was used spends all others of the report. */
export function readMailedLink(tx: Transaction, token: string): Promise<{ state: LinkState; reportId: string | null }> {
  return pastRowSecurity(tx, async () => {
    const [link] = await tx.db
      .select()
      .from(mailTokens)
      .where(and(eq(mailTokens.tokenHash, hashToken(token)), eq(mailTokens.purpose, "open")));
    if (!link?.reportId) return { state: "unknown" as const, reportId: null };
    const [used] = await tx.db
      .select({ usedAt: mailTokens.usedAt })
      .from(mailTokens)
      .where(and(eq(mailTokens.reportId, link.reportId), eq(mailTokens.purpose, "open"), isNotNull(mailTokens.usedAt)))
      .limit(1);
    const state = linkState(
      { usedAt: link.usedAt ?? used?.usedAt ?? null, replacedAt: null, expiresAt: link.expiresAt },
      tx.now,
    );
    return { state, reportId: link.reportId };
  });
}
