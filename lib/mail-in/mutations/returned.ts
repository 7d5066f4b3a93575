import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { mails, mailTokens, reports } from "@/db/schema";
import { rememberReturned } from "@/lib/mail/returned/mutations";
import { addressOfAccount, addressOfReporter } from "@/lib/mail/returned/queries";
import type { Transaction } from "@/lib/request/transaction";
import type { Tag } from "../addresses";
import type { ReadMail } from "../read";
import { liveToken } from "./token";

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
  if (address !== null) await rememberReturned(tx, address, read.failure, token.reportId);
}

async function addressFor(tx: Transaction, token: typeof mailTokens.$inferSelect): Promise<string | null> {
  if (token.accountId !== null) return addressOfAccount(tx, token.accountId);
  if (token.reportId === null) return null;
  const [report] = await tx.db.select().from(reports).where(eq(reports.id, token.reportId));
  return report ? addressOfReporter(tx, report) : null;
}
