import { sql } from "drizzle-orm";
import type { Transaction } from "@/lib/request/transaction";

/** Every job of the portal with its payload: ids only. */
export type Jobs = { deliver_mail: { mailId: string } };

/**
 * Adds a job in the transaction of the act that causes it: committed together or not at all.
 * A second job with the same key replaces one that still waits.
 */
export async function enqueue<N extends keyof Jobs>(
  tx: Transaction,
  name: N,
  payload: Jobs[N],
  key: string,
): Promise<void> {
  await tx.db.execute(sql`
    select 1 from graphile_worker.add_job(${name}::text, ${JSON.stringify(payload)}::json, job_key := ${key}::text, max_attempts := 25)`);
}
