import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { events } from "@/db/schema";
import { watchReading } from "@/lib/audit/unusual/mutations";
import { accountOf } from "@/lib/auth/policy";
import { recordReportEvents } from "@/lib/ledger/record";
import type { Transaction } from "@/lib/request/transaction";

/** Looks of one person within this time are one: who has seen a report matters, not how often the page was reloaded. */
const ONE_LOOK_MS = 3_600_000;

/** Records that staff had a report open. Each look at an urgent notice is recorded by `recordOpening` instead. */
export async function recordSeen(
  tx: Transaction,
  row: { id: string; programId: string; urgentAt: Date | null },
): Promise<void> {
  const account = accountOf(tx.actor);
  if (row.urgentAt !== null || account === null) return;
  const since = new Date(tx.now.getTime() - ONE_LOOK_MS);
  const [lately] = await tx.db
    .select({ seq: events.seq })
    .from(events)
    .where(
      and(
        eq(events.reportId, row.id),
        eq(events.type, "report.seen"),
        eq(events.actorId, account),
        gt(events.at, since),
      ),
    )
    .limit(1);
  if (lately) return;
  await recordReportEvents(tx, row.id, [{ type: "report.seen" }]);
  await watchReading(tx, row.programId, "opened");
}
