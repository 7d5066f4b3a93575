import "server-only";
import { eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { recordReportEvents } from "@/lib/ledger/record";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import type { PlainStatus } from "../reporter-status";
import { tell } from "./tell";

/**
 * Tells whoever reported the same again how far the original came: a status word, never a title, text or person of it
 * (desk.md §6). The portal does so itself, whoever moved the original: they may not read the duplicates.
 */
export async function mirrorProgress(
  tx: Transaction,
  originalId: string,
  status: { before: PlainStatus; after: PlainStatus },
): Promise<void> {
  if (status.before === status.after) return;
  await pastRowSecurity(tx, async () => {
    const portal: Transaction = { ...tx, actor: { kind: "system", job: "mirror" } };
    const duplicates = await tx.db
      .update(reports)
      .set({ staffPublicAt: tx.now })
      .where(eq(reports.duplicateOf, originalId))
      .returning();
    for (const row of duplicates) {
      await recordReportEvents(portal, row.id, [{ type: "duplicate.progressed", status: status.after }]);
      await tell(portal, { row, pinned: await pinnedPolicy(tx, row.policyVersionId), runs: [] }, "status");
    }
  });
}
