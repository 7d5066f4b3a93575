import "server-only";
import { eq } from "drizzle-orm";
import { policyVersions, programs, receiptKeys, receipts, reports } from "@/db/schema";
import { isReporterOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { receiptKeySet } from "./keys";
import { type ReceiptKeySet, receiptKeySchema } from "./schema";

/** Every receipt key of the portal, retired ones included: old receipts stay valid. */
export async function allReceiptKeys(ctx: Context): Promise<ReceiptKeySet> {
  const rows = await ctx.db
    .select({ publicJwk: receiptKeys.publicJwk })
    .from(receiptKeys)
    .orderBy(receiptKeys.createdAt);
  return receiptKeySet(rows.map(({ publicJwk }) => receiptKeySchema.parse(publicJwk)));
}

/** The exact bytes of the reporter's receipt. Errors: NOT_FOUND for everybody but the reporter. */
export async function receiptOf(
  ctx: Context,
  reference: string,
): Promise<{ json: string; programName: string; zone: string }> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({
        json: receipts.json,
        programId: reports.programId,
        reporterId: reports.reporterId,
        document: policyVersions.document,
        slug: programs.slug,
      })
      .from(reports)
      .innerJoin(receipts, eq(receipts.reportId, reports.id))
      .innerJoin(policyVersions, eq(policyVersions.id, reports.policyVersionId))
      .innerJoin(programs, eq(programs.id, reports.programId))
      .where(eq(reports.reference, reference));
    if (!row || !isReporterOf(tx.actor, row)) throw notFound();
    return { json: row.json, programName: row.document.organisation.tradeName, zone: row.document.calendar.zone };
  });
}
