import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";

/** Minutes that no job of the portal takes: whoever holds one for longer was stopped. */
const HELD_MINUTES = 15;

/** How the queue's own connections call themselves. */
export const QUEUE_CONNECTIONS = "portal-queue";

/**
 * Gives jobs back that a stopped worker held; the queue itself would wait for four hours. `atStart`: before this process
 * takes its first one, everything is free when no other worker is connected. Every job may run twice.
 */
export async function freeAbandonedJobs(db: Database, { atStart = false } = {}): Promise<void> {
  const held = atStart
    ? sql`not exists (select 1 from pg_stat_activity where application_name = ${QUEUE_CONNECTIONS} and datname = current_database())`
    : sql`locked_at < clock_timestamp() - ${HELD_MINUTES} * interval '1 minute'`;
  await db.execute(sql`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from (
      select locked_by, locked_at from graphile_worker._private_jobs
      union all
      select locked_by, locked_at from graphile_worker._private_job_queues
    ) as taken where locked_by is not null and ${held}`);
}
