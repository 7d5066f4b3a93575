import "server-only";
import { eq, or, sql } from "drizzle-orm";
import { clocks, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { commitmentsOf } from "@/lib/policy/document";
import { type PinnedPolicy, pinnedPolicy } from "@/lib/policy/pinned/queries";
import type { Transaction } from "@/lib/request/transaction";
import { type ClockTrigger, clockEffects } from "@/lib/sla/clock";
import { applyEffects } from "@/lib/sla/fold";
import { nextDue } from "@/lib/sla/status";
import { termsFor } from "@/lib/sla/terms";
import type { ClockEffect, ClockRun } from "@/lib/sla/types";
import { ring } from "@/lib/vault/ring";
import { type DataKey, unwrapKey } from "@/lib/vault/seal";

export type ReportRow = typeof reports.$inferSelect;

/** A report held for one change: its row locked, its clocks folded, its policy at hand. */
export type LoadedReport = {
  row: ReportRow;
  runs: ClockRun[];
  pinned: PinnedPolicy;
  dataKey: DataKey;
};

/**
 * Locks the report that the actor may see, or answers that there is none. Its key is not locked, here and wherever a
 * report is: what only refers to it, as the event of a look at a file does, would hold the ledger's head and wait for a
 * change that waits for that head.
 */
export async function loadReport(tx: Transaction, reference: string): Promise<LoadedReport> {
  const [row] = await tx.db.select().from(reports).where(eq(reports.reference, reference)).for("no key update");
  if (!row || !can(tx.actor, "report.read", row)) throw notFound();
  const runs = await tx.db.select().from(clocks).where(eq(clocks.reportId, row.id)).orderBy(clocks.clock, clocks.run);
  return {
    row,
    runs: runs.map(runOf),
    pinned: await pinnedPolicy(tx, row.policyVersionId),
    dataKey: unwrapKey(ring(), row.dataKey, row.id),
  };
}

/** A report with the one it was split from and those split from either, held for the change: they may hold the same words. */
export async function familyOf(tx: Transaction, row: ReportRow): Promise<ReportRow[]> {
  const root = row.splitFrom ?? row.id;
  return tx.db
    .select()
    .from(reports)
    .where(or(eq(reports.id, root), eq(reports.splitFrom, root)))
    .orderBy(reports.id)
    .for("no key update");
}

export function runOf(row: typeof clocks.$inferSelect): ClockRun {
  const { reportId: _, toldDueAt: __, dueAt, startedAt, pausedAt, stoppedAt, ...rest } = row;
  return {
    ...rest,
    due: dueAt.toISOString(),
    startedAt: startedAt.toISOString(),
    pausedAt: pausedAt?.toISOString() ?? null,
    stoppedAt: stoppedAt?.toISOString() ?? null,
  };
}

/** What a trigger does to the report's clocks; the loaded runs move on with it. */
export function moveClocks(
  tx: Transaction,
  report: Omit<LoadedReport, "dataKey">,
  trigger: ClockTrigger,
): ClockEffect[] {
  const effects = clockEffects({
    trigger,
    at: tx.now,
    runs: report.runs,
    terms: termsFor({
      commitments: commitmentsOf(report.pinned.document),
      severity: report.row.severity,
      nextUpdateDays: report.pinned.nextUpdateDays,
    }),
    calendar: report.pinned.calendar,
  });
  report.runs = applyEffects(report.runs, { at: tx.now.toISOString(), effects });
  return effects;
}

/** When no clock runs, or the only ones are paused: sorts below everything that does. */
export const NOTHING_DUE = new Date("9999-12-31T00:00:00Z");

export function nextDueAt(runs: readonly ClockRun[]): Date {
  const run = nextDue(runs);
  return run === null || run.pausedAt !== null ? NOTHING_DUE : new Date(run.due);
}

/** Writes the clocks that the effects touched, in one statement. */
export async function storeClocks(
  tx: Transaction,
  report: Omit<LoadedReport, "dataKey">,
  effects: readonly ClockEffect[],
) {
  const touched = report.runs.filter((run) =>
    effects.some((effect) => effect.clock === run.clock && effect.run === run.run),
  );
  if (touched.length === 0) return;
  await tx.db
    .insert(clocks)
    .values(
      touched.map((run) => ({
        ...run,
        reportId: report.row.id,
        dueAt: new Date(run.due),
        startedAt: new Date(run.startedAt),
        pausedAt: run.pausedAt === null ? null : new Date(run.pausedAt),
        stoppedAt: run.stoppedAt === null ? null : new Date(run.stoppedAt),
      })),
    )
    .onConflictDoUpdate({
      target: [clocks.reportId, clocks.clock, clocks.run],
      set: {
        dueAt: sql`excluded.due_at`,
        pausedAt: sql`excluded.paused_at`,
        pausedBecause: sql`excluded.paused_because`,
        stoppedAt: sql`excluded.stopped_at`,
        voided: sql`excluded.voided`,
        derivation: sql`excluded.derivation`,
      },
    });
}
