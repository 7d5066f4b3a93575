import "server-only";
import { eq } from "drizzle-orm";
import { policyVersions, receiptKeys, receipts, reports } from "@/db/schema";
import { isReporterOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import type { PolicyDocument } from "@/lib/policy/schema";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { receiptKeySet } from "./keys";
import { type ReceiptKeySet, receiptKeySchema } from "./schema";

/** Every receipt key of the portal, retired ones included: old receipts stay valid. */
export async function allReceiptKeys(ctx: Pick<Context | Transaction, "db">): Promise<ReceiptKeySet> {
  const rows = await ctx.db
    .select({ publicJwk: receiptKeys.publicJwk })
    .from(receiptKeys)
    .orderBy(receiptKeys.createdAt);
  return receiptKeySet(rows.map(({ publicJwk }) => receiptKeySchema.parse(publicJwk)));
}

/** The same with the instant at which these were all, for what is kept and read much later. */
export async function receiptKeysOfNow(ctx: Context): Promise<{ keys: ReceiptKeySet; at: string }> {
  return inTransaction(ctx, async (tx) => ({
    keys: await allReceiptKeys(tx),
    at: tx.now.toISOString(),
  }));
}

export type ReporterReceipt = {
  /** The exact bytes of receipt.json. */
  json: string;
  programName: string;
  zone: string;
  /** The policy version that the receipt is pinned to, whatever is in force now. */
  document: PolicyDocument;
};

/** The reporter's receipt. Errors: NOT_FOUND for everybody but the reporter. */
export async function receiptOf(ctx: Context, reference: string): Promise<ReporterReceipt> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({
        json: receipts.json,
        programId: reports.programId,
        reporterId: reports.reporterId,
        guestCodeHash: reports.guestCodeHash,
        document: policyVersions.document,
      })
      .from(reports)
      .innerJoin(receipts, eq(receipts.reportId, reports.id))
      .innerJoin(policyVersions, eq(policyVersions.id, reports.policyVersionId))
      .where(eq(reports.reference, reference));
    if (!row || !isReporterOf(tx.actor, row)) throw notFound();
    const { json, document } = row;
    return { json, document, programName: document.organisation.tradeName, zone: document.calendar.zone };
  });
}
