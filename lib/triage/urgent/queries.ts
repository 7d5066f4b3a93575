import "server-only";
import { and, desc, inArray, isNotNull } from "drizzle-orm";
import { reports } from "@/db/schema";
import { can, isSealed } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { STATE_LABELS } from "@/lib/reports/state";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { clockStatus } from "@/lib/sla/status";
import type { ClockStatus } from "@/lib/sla/types";

export type UrgentRow = {
  reference: string;
  programName: string;
  zone: string;
  urgentAt: string;
  stateLabel: string;
  sealed: boolean;
  clock: ClockStatus | null;
};

const SHOWN = 100;

/** The urgent notices of the programs whose privacy officer the actor is, newest first. Errors: NOT_FOUND without that role. */
export async function listUrgent(ctx: Context): Promise<UrgentRow[]> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const programIds = ctx.actor.memberships
    .filter((membership) => can(ctx.actor, "urgent.read", membership))
    .map(({ programId }) => programId);
  if (programIds.length === 0) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select({
        reference: reports.reference,
        urgentAt: reports.urgentAt,
        releasedAt: reports.releasedAt,
        state: reports.state,
        policyVersionId: reports.policyVersionId,
        runs: runsColumn,
      })
      .from(reports)
      .where(and(inArray(reports.programId, programIds), isNotNull(reports.urgentAt)))
      .orderBy(desc(reports.urgentAt), desc(reports.id))
      .limit(SHOWN);
    const shown: UrgentRow[] = [];
    for (const row of rows) {
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      const alert = runsOf(row.runs).find(({ clock }) => clock === "exposure_alert");
      shown.push({
        reference: row.reference,
        programName: pinned.document.organisation.tradeName,
        zone: pinned.calendar.zone,
        urgentAt: (row.urgentAt ?? tx.now).toISOString(),
        stateLabel: STATE_LABELS[row.state],
        sealed: isSealed(row),
        clock: alert ? clockStatus(alert, pinned.calendar, tx.now) : null,
      });
    }
    return shown;
  });
}
