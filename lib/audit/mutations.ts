import "server-only";
import { csvOf } from "@/lib/csv";
import { forbidden } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { currentPolicy } from "@/lib/policy/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { auditedProgram, auditRows } from "./queries";
import type { AuditFilter } from "./schema";

/**
 * The log as a table to take along; that it was taken is an event of the same transaction.
 * Errors: NOT_FOUND (not an auditor), FORBIDDEN (second factor).
 */
export async function exportAudit(ctx: Context, programSlug: string, filter: AuditFilter): Promise<string> {
  const { calendar } = await currentPolicy(ctx, programSlug);
  return inTransaction(ctx, async (tx) => {
    const program = await auditedProgram(tx, programSlug);
    if (tx.actor.kind === "staff" && !tx.actor.steppedUp) {
      throw forbidden("Give your second factor again to export the log.");
    }
    const rows = await auditRows(tx, program, filter, calendar.zone);
    await recordProgramEvent(tx, program.id, { type: "audit.exported", rows: rows.length });
    return csvOf([
      ["at", "who", "what", "type", "report"],
      ...rows.map(({ at, who, what, type, reference }) => [at, who, what, type, reference ?? ""]),
    ]);
  });
}
