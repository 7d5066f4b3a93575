import "server-only";
import { sql } from "drizzle-orm";
import { clocks } from "@/db/schema";
import type { ClockRun } from "../types";

/** A stored clock as JSON gives it. */
export type ClockJson = Omit<ClockRun, "due"> & { due_at: string };

/** Each message of the team ends a run of `next_update` and begins one: of a long thread's hundreds only these are read. */
const UPDATES_READ = 10;

/**
 * The clocks of the report in the outer select, so that a page of reports stays one statement; of its promises of a next
 * update the last ten.
 */
export const runsColumn = sql<ClockJson[]>`(select coalesce(json_agg(json_build_object(
      'clock', c.clock, 'run', c.run, 'amount', c.amount, 'unit', c.unit, 'rigidity', c.rigidity,
      'calendarVersion', c.calendar_version, 'startedAt', c.started_at, 'due_at', c.due_at, 'pausedAt', c.paused_at,
      'pausedBecause', c.paused_because, 'stoppedAt', c.stopped_at, 'voided', c.voided, 'derivation', c.derivation
    ) order by c.due_at), '[]'::json) from ${clocks} c where c.report_id = reports.id
      and (c.clock <> 'next_update' or c.run > (select max(u.run) from ${clocks} u
        where u.report_id = reports.id and u.clock = 'next_update') - ${UPDATES_READ}::int))`;

/** Clocks from rows as JSON gives them. */
export function runsOf(rows: readonly ClockJson[]): ClockRun[] {
  const iso = (at: string | null) => (at === null ? null : new Date(at).toISOString());
  return rows.map(({ due_at, ...run }) => ({
    ...run,
    due: new Date(due_at).toISOString(),
    startedAt: new Date(run.startedAt).toISOString(),
    pausedAt: iso(run.pausedAt),
    stoppedAt: iso(run.stoppedAt),
  }));
}
