import "server-only";
import { and, eq, gte, inArray, isNotNull } from "drizzle-orm";
import { mails, returnedAddresses } from "@/db/schema";
import { issueLink } from "@/lib/accounts/mutations/issue-link";
import { accountOf, can, isStaffOf } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { recordReportEvents } from "@/lib/ledger/record";
import { queueMail } from "@/lib/notifications/mutations";
import { loadReport } from "@/lib/reports/mutations/loaded";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { deliveryJob } from "../delivery-job";
import { TRIED_HOURS } from "../tried";
import { addressOfAccount, addressOfReporter, returnedLookup, returnedSince } from "./queries";

const ARRIVES = "Mail to this address arrives. There is nothing to confirm.";

/**
 * Mails a link to one's own address, to see that mail arrives there again. Errors: NOT_FOUND (nobody signed in), CONFLICT
 * (no mail came back), RATE_LIMITED.
 */
export async function confirmAgain(ctx: Context): Promise<{ sent: true }> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const address = await addressOfAccount(tx, accountId);
    if (address === null || (await returnedSince(tx, address)) === null) throw conflict(ARRIVES);
    await takePoint(ctx.db, "account-mail:recipient", `confirm:${address}`);
    const token = await issueLink(tx, "verify_email", accountId);
    await queueMail(tx, "verify_email", { accountId }, { path: `/verify-email?token=${token}` });
    return { sent: true };
  });
}

/**
 * Tries mail to a guest again, who has no account to confirm an address with: the team heard from them, or of them.
 * Errors: NOT_FOUND, FORBIDDEN, CONFLICT (mail arrives, or the reporter confirms by themselves).
 */
export async function tryReporterAgain(ctx: Context, reference: string): Promise<{ sent: number }> {
  return inTransaction(ctx, async (tx) => {
    const { row } = await loadReport(tx, reference);
    if (!isStaffOf(tx.actor, row) || !can(tx.actor, "report.reply", row)) {
      throw forbidden("Only the program’s team can do this.");
    }
    const address = row.reporterId === null ? await addressOfReporter(tx, row) : null;
    if (address === null || (await returnedSince(tx, address)) === null) throw conflict(ARRIVES);
    const sent = await forgetReturned(tx, address);
    await recordReportEvents(tx, row.id, [{ type: "mail.tried_again" }]);
    return { sent };
  });
}

/** None of our mail is sent to this address from now on. `reportId`: the report whose reporter it is, who reads of it. */
export async function rememberReturned(
  tx: Transaction,
  address: string,
  status: string,
  reportId: string | null,
): Promise<void> {
  const returned = { status, returnedAt: tx.now };
  const known = await returnedSince(tx, address);
  await tx.db
    .insert(returnedAddresses)
    .values({ lookup: returnedLookup(address), ...returned })
    .onConflictDoUpdate({ target: returnedAddresses.lookup, set: returned });
  if (known === null && reportId !== null) await recordReportEvents(tx, reportId, [{ type: "mail.returned" }]);
}

/**
 * Mail to this address arrives again, as somebody showed: what was held for it goes out, unless it is older than any mail
 * is tried. Gives how many.
 */
export async function forgetReturned(tx: Transaction, address: string): Promise<number> {
  const lookup = returnedLookup(address);
  const known = await tx.db.delete(returnedAddresses).where(eq(returnedAddresses.lookup, lookup)).returning();
  if (known.length === 0) return 0;
  return pastRowSecurity(tx, async () => {
    const since = new Date(tx.now.getTime() - TRIED_HOURS * 3_600_000);
    const held = await tx.db.select({ id: mails.id }).from(mails).where(eq(mails.heldFor, lookup));
    const fresh = await tx.db
      .update(mails)
      .set({ heldFor: null })
      .where(and(isNotNull(mails.heldFor), eq(mails.heldFor, lookup), gte(mails.createdAt, since)))
      .returning({ id: mails.id, thread: mails.thread });
    const old = held.map(({ id }) => id).filter((id) => !fresh.some((one) => one.id === id));
    // Each said no more than that there is news on a page.
    if (old.length > 0) await tx.db.delete(mails).where(inArray(mails.id, old));
    await enqueue(tx, "deliver_mail", fresh.map(deliveryJob));
    return fresh.length;
  });
}
