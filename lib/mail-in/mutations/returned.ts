import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { accounts, mails, mailTokens, reports, returnedAddresses } from "@/db/schema";
import { openEmail } from "@/lib/accounts/records";
import { appSecret } from "@/lib/env/env";
import { contactOfReporter } from "@/lib/reports/contact/queries";
import type { Transaction } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import type { Tag } from "../addresses";
import type { ReadMail } from "../read";
import { liveToken } from "./token";

/** What finds an address that mail came back from. */
export const returnedLookup = (address: string) => lookupHash(appSecret(), "returned-address", address.toLowerCase());

/**
 * Marks the mail that came back for good, and its address. Only the address that we gave that one mail says which it
 * is: a delivery report without it changes nothing, whatever it says (EM-16).
 */
export async function markReturned(tx: Transaction, read: ReadMail, tags: readonly Tag[]): Promise<void> {
  const tag = tags.find(({ purpose }) => purpose === "bounce");
  if (!tag || read.failure === null) return;
  const token = await liveToken(tx, tag.token, "bounce");
  if (!token) return;
  await tx.db.update(mailTokens).set({ usedAt: tx.now }).where(eq(mailTokens.tokenHash, token.tokenHash));
  await tx.db
    .update(mails)
    .set({ returnedAt: tx.now, failure: read.failure })
    .where(and(eq(mails.id, token.mailId), isNull(mails.returnedAt)));
  const address = await addressFor(tx, token);
  if (address === null) return;
  await tx.db
    .insert(returnedAddresses)
    .values({ lookup: returnedLookup(address), status: read.failure, returnedAt: tx.now })
    .onConflictDoUpdate({ target: returnedAddresses.lookup, set: { status: read.failure, returnedAt: tx.now } });
}

async function addressFor(tx: Transaction, token: typeof mailTokens.$inferSelect): Promise<string | null> {
  if (token.accountId !== null) {
    const [account] = await tx.db.select().from(accounts).where(eq(accounts.id, token.accountId));
    return account ? openEmail(ring(), account.id, account.emailSealed) : null;
  }
  if (token.reportId === null) return null;
  const [report] = await tx.db.select().from(reports).where(eq(reports.id, token.reportId));
  return report ? (await contactOfReporter(tx, report)).email : null;
}
