import "server-only";
import { and, eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction } from "@/lib/request/transaction";
import type { ClockTrigger } from "@/lib/sla/clock";
import { type AdjustmentInput, adjustmentObstacle } from "../adjustments";
import { loadReport, moveClocks, nextDueAt, storeClocks } from "./loaded";
import { storeMessage } from "./speak";
import { tell } from "./tell";

/**
 * Pauses, resumes or extends the clock `fix` or `next_update` by hand, with a reason that is sent to the reporter
 * (product.md §4). Errors: NOT_FOUND, FORBIDDEN (the missing role), CONFLICT (the clock does not stand like that, or
 * the report moved meanwhile).
 */
export async function adjustClock(
  ctx: Context,
  reference: string,
  input: AdjustmentInput,
): Promise<{ messageId: string }> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { row } = report;
    const { adjustment, clock } = input;
    if (!can(tx.actor, adjustment === "extend" ? "clock.extend" : "clock.pause", row)) {
      throw forbidden(
        adjustment === "extend"
          ? "Only a coordinator of this program can extend a clock."
          : "Only a triager or coordinator of this program can do this.",
      );
    }
    if (row.version !== input.version) {
      throw conflict("Somebody was faster. Nothing of yours was applied; look at the report again first.");
    }
    const obstacle = adjustmentObstacle(report.runs, input);
    if (obstacle !== null) throw conflict(obstacle);

    const messageId = await storeMessage(tx, report, input.text);
    const spoken = moveClocks(tx, report, { kind: "message", side: "staff", state: row.state });
    const adjusted = moveClocks(tx, report, triggerOf(input));
    await storeClocks(tx, report, [...spoken, ...adjusted]);
    const [updated] = await tx.db
      .update(reports)
      .set({ nextDueAt: nextDueAt(report.runs), staffPublicAt: tx.now, version: row.version + 1 })
      .where(and(eq(reports.id, row.id), eq(reports.version, row.version)))
      .returning({ version: reports.version });
    if (!updated) throw conflict("Somebody was faster. Nothing of yours was applied; look at the report again first.");
    await recordReportEvents(tx, row.id, [
      { type: "message.sent", messageId, side: "staff", clocks: spoken },
      { type: "clock.adjusted", adjustment, clock, messageId, clocks: adjusted },
    ]);
    await tell(tx, report, "message");
    return { messageId };
  });
}

function triggerOf(input: AdjustmentInput): ClockTrigger {
  const { clock } = input;
  switch (input.adjustment) {
    case "pause":
      return { kind: "manual_pause", clock, because: input.because };
    case "resume":
      return { kind: "manual_resume", clock };
    case "extend":
      return { kind: "manual_extension", clock, amount: input.amount, unit: input.unit };
  }
}
