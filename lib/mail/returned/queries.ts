import "server-only";
import { eq } from "drizzle-orm";
import { accounts, reports, returnedAddresses } from "@/db/schema";
import { openEmail } from "@/lib/accounts/records";
import { accountOf, isReporterOf, isStaffOf } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { notFound } from "@/lib/errors";
import { contactOfReporter } from "@/lib/reports/contact/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";

/** What finds an address that mail came back from. */
export const returnedLookup = (address: string) => lookupHash(appSecret(), "returned-address", address.toLowerCase());

/** Since when mail to an address comes back; null while it arrives. */
export async function returnedSince(tx: Transaction, address: string): Promise<Date | null> {
  const [row] = await tx.db
    .select({ returnedAt: returnedAddresses.returnedAt })
    .from(returnedAddresses)
    .where(eq(returnedAddresses.lookup, returnedLookup(address)));
  return row?.returnedAt ?? null;
}

export async function addressOfAccount(tx: Transaction, accountId: string): Promise<string | null> {
  const [account] = await tx.db.select().from(accounts).where(eq(accounts.id, accountId));
  return account && !account.deactivatedAt ? openEmail(ring(), account.id, account.emailSealed) : null;
}

/** Where mail to the reporter of a report goes; null where they gave no address. */
export async function addressOfReporter(tx: Transaction, report: typeof reports.$inferSelect): Promise<string | null> {
  if (report.reporterId !== null) return addressOfAccount(tx, report.reporterId);
  return (await contactOfReporter(tx, report)).email;
}

/** Since when mail to one's own address comes back, ISO; null while it arrives, and for whoever has no account. */
export async function ownMailReturned(ctx: Context): Promise<string | null> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) return null;
  return inTransaction(ctx, async (tx) => {
    const address = await addressOfAccount(tx, accountId);
    return address === null ? null : ((await returnedSince(tx, address))?.toISOString() ?? null);
  });
}

export type ReporterMail = { since: string; guest: boolean };

/** Since when mail to a report's reporter comes back, for them and for its team; null while it arrives. NOT_FOUND. */
export async function reporterMailReturned(ctx: Context, reference: string): Promise<ReporterMail | null> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    if (!row || !(isStaffOf(tx.actor, row) || isReporterOf(tx.actor, row))) throw notFound();
    const address = await addressOfReporter(tx, row);
    const since = address === null ? null : await returnedSince(tx, address);
    return since === null ? null : { since: since.toISOString(), guest: row.reporterId === null };
  });
}
