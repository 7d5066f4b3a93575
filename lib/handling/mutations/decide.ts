import "server-only";
import { ssvcDecisions } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { SUPPLIER_TABLE, supplierOutcomes } from "@/lib/ssvc/supplier";
import type { SsvcInput } from "../schema";
import { loadHandling, noteHandling } from "./load";

/**
 * Records how soon to work on a fix by the supplier's table of SSVC; what is not known leaves a range.
 * Errors: NOT_FOUND, FORBIDDEN, CONFLICT (somebody was faster).
 */
export async function decidePriority(ctx: Context, reference: string, input: SsvcInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadHandling(tx, reference, input.revision);
    const { revision: _, ...points } = input;
    await tx.db.insert(ssvcDecisions).values({
      reportId: row.id,
      authorId: accountOf(tx.actor),
      ...points,
      tableVersion: SUPPLIER_TABLE,
      decidedAt: tx.now,
    });
    await noteHandling(tx, row.id, {});
    await recordReportEvents(tx, row.id, [
      { type: "handling.priority", table: SUPPLIER_TABLE, ...points, outcomes: supplierOutcomes(points) },
    ]);
  });
}
