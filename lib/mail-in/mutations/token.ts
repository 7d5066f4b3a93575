import "server-only";
import { and, eq, gt, isNull, lte } from "drizzle-orm";
import { mailTokens, reports } from "@/db/schema";
import { type Actor, can, isReporterOf } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { addressOfAccount } from "@/lib/mail/returned/queries";
import { contactOfReporter } from "@/lib/reports/contact/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";

/** Who was given a reply token, and where it leads. */
export type Held = { reference: string; reportId: string; actor: Actor; address: string };

/** The live token with this purpose; null for one that is unknown, over, used or not of this purpose. */
export async function liveToken(tx: Transaction, token: string, purpose: "reply" | "bounce" | "open") {
  const [row] = await tx.db
    .select()
    .from(mailTokens)
    .where(
      and(
        eq(mailTokens.tokenHash, hashToken(token)),
        eq(mailTokens.purpose, purpose),
        isNull(mailTokens.usedAt),
        gt(mailTokens.expiresAt, tx.now),
      ),
    );
  return row ?? null;
}

/**
 * The person behind a reply token, as long as they still are the reporter of its report: an account that was closed, a
 * code that was revoked and a report that was claimed since end it. Null then, and for a report of another program.
 */
export async function personOf(tx: Transaction, token: string, programId: string): Promise<Held | null> {
  const row = await liveToken(tx, token, "reply");
  if (!row?.reportId) return null;
  const [report] = await tx.db.select().from(reports).where(eq(reports.id, row.reportId));
  if (!report || report.programId !== programId) return null;
  const { accountId } = row;
  const actor: Actor =
    accountId !== null
      ? { kind: "researcher", accountId }
      : { kind: "guest", proofs: report.guestCodeHash ? [report.guestCodeHash] : [] };
  if (!isReporterOf(actor, report)) return null;
  const address =
    accountId === null ? (await contactOfReporter(tx, report)).email : await addressOfAccount(tx, accountId);
  return address === null
    ? null
    : { reference: report.reference, reportId: report.id, actor, address: address.toLowerCase() };
}

/** Tokens that are over are gone: each hash is of a secret that opens nothing any more. FORBIDDEN for all but the portal. */
export async function clearTokens(ctx: Context): Promise<void> {
  if (!can(ctx.actor, "mail.receive", null)) throw forbidden("Only the portal itself can do this.");
  await inTransaction(ctx, (tx) => tx.db.delete(mailTokens).where(lte(mailTokens.expiresAt, tx.now)));
}
