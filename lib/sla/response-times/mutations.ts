import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { policyVersions, programs, responseTimes } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { commitmentsOf } from "@/lib/policy/document";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import type { CommitmentClock } from "../vocabulary";
import { measure, type PromiseRun, WINDOW_DAYS } from "./measure";

/** Longer than the window in any zone. */
const READ_DAYS = WINDOW_DAYS + 2;

type Row = PromiseRun & { programId: string };

/**
 * Calculates the public response times of every program anew, from the clocks that the ledger's events left and in one
 * statement whose cost follows the window, not the table. Run by a job: the public page reads only its result.
 */
export async function calculateResponseTimes(ctx: Context): Promise<{ programs: number }> {
  return inTransaction(ctx, async (tx) => {
    if (!can(tx.actor, "response_times.calculate", null)) throw forbidden("The portal does this by itself.");
    const open = await tx.db
      .select({ id: programs.id, document: policyVersions.document })
      .from(programs)
      .innerJoin(
        policyVersions,
        and(eq(policyVersions.programId, programs.id), eq(policyVersions.status, "published")),
      );
    const runs = await judgedSince(tx, new Date(tx.now.getTime() - READ_DAYS * 86_400_000));
    for (const { id, document } of open) {
      const clocks: CommitmentClock[] = commitmentsOf(document).map(({ clock }) => clock);
      const own = runs.filter(({ programId }) => programId === id);
      const figures = measure(own, clocks, tx.now, document.calendar.zone);
      await tx.db
        .insert(responseTimes)
        .values({ programId: id, calculatedAt: tx.now, figures })
        .onConflictDoUpdate({ target: responseTimes.programId, set: { calculatedAt: tx.now, figures } });
    }
    return { programs: open.length };
  });
}

/**
 * Word for word the expression and predicate of the index clocks_judged. What met a report's first two promises meets
 * them in whatever is split from it, and is counted once.
 */
export const judgedStatement = (from: Date, until: Date) => sql`
  select r.program_id as "programId", c.clock, c.started_at as "startedAt", c.due_at as "due",
    c.stopped_at as "stoppedAt", c.paused_at as "pausedAt"
  from clocks c join reports r on r.id = c.report_id
  where least(c.due_at, c.stopped_at) >= ${from.toISOString()}::timestamptz
    and least(c.due_at, c.stopped_at) <= ${until.toISOString()}::timestamptz
    and c.clock in ('acknowledge','first_response','verify','fix') and not c.voided
    and (r.split_from is null or c.clock not in ('acknowledge','first_response'))`;

async function judgedSince(tx: Transaction, from: Date): Promise<Row[]> {
  const rows = await tx.db.execute<Record<keyof Row, string> & { stoppedAt: string | null; pausedAt: string | null }>(
    judgedStatement(from, tx.now),
  );
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  return rows.map((row) => ({
    programId: row.programId,
    clock: row.clock as CommitmentClock,
    startedAt: iso(row.startedAt) ?? "",
    due: iso(row.due) ?? "",
    stoppedAt: iso(row.stoppedAt),
    pausedAt: iso(row.pausedAt),
  }));
}
