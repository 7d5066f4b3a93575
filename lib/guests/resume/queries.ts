import "server-only";
import { eq } from "drizzle-orm";
import { draftLinks } from "@/db/schema";
import { linkState } from "@/lib/accounts/link-state";
import type { LinkState } from "@/lib/accounts/types";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";

/** How a mailed link to a draft stands; reading it changes nothing, so that a mail scanner does not use it up. */
export async function draftLinkState(ctx: Context, token: string): Promise<LinkState> {
  return inTransaction(ctx, async (tx) => {
    const [link] = await tx.db
      .select()
      .from(draftLinks)
      .where(eq(draftLinks.tokenHash, hashToken(token)));
    return linkState(link ?? null, tx.now);
  });
}
