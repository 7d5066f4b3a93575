import "server-only";
import { eq } from "drizzle-orm";
import { ownReferences, reports } from "@/db/schema";
import { can, isReporterOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealText, unwrapKey } from "@/lib/vault/seal";
import { ownReferencePlace } from "../places";

/**
 * Keeps what a reporter calls their report, for them alone; empty text forgets it. No event tells of it: staff read the
 * ledger. NOT_FOUND for everybody else.
 */
export async function nameOwnReport(ctx: Context, reference: string, { text }: { text: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    if (!row || !can(tx.actor, "report.read", row) || !isReporterOf(tx.actor, row)) throw notFound();
    if (text === "") {
      await tx.db.delete(ownReferences).where(eq(ownReferences.reportId, row.id));
      return;
    }
    const key = unwrapKey(ring(), row.dataKey, row.id);
    const set = { bodySealed: sealText(key, ownReferencePlace(row.id), text), changedAt: tx.now };
    await tx.db
      .insert(ownReferences)
      .values({ reportId: row.id, ...set })
      .onConflictDoUpdate({ target: ownReferences.reportId, set });
  });
}
