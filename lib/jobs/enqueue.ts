import { sql } from "drizzle-orm";
import type { Transaction } from "@/lib/request/transaction";

/** Every job of the portal with its payload: ids and hashes only. */
export type Jobs = {
  deliver_mail: { mailId: string };
  scan_file: { attachmentId: string };
  preview_file: { attachmentId: string };
  sweep_files: Record<string, never>;
  /** A guest asked for links by an address, here as its HMAC, or by a link that is no longer good. */
  mail_draft_links: { lookup: string } | { draftId: string };
  /** A report that was just received, for the program's rules of assignment. */
  assign_report: { reportId: string };
  judge_mail: { mailId: string };
  /** A message whose writer could take it back until now. */
  release_message: { messageId: string };
  tell_policy_published: { policyVersionId: string };
  /** Events of one ledger stream that endpoints are told of. */
  announce_events: { stream: string; from: number; to: number };
  deliver_webhook: { deliveryId: string };
};

/**
 * Adds jobs in the transaction of the act that causes them, in one statement: committed together or
 * not at all. A second job with the same key replaces one that still waits.
 */
export async function enqueue<N extends keyof Jobs>(
  tx: Transaction,
  name: N,
  /** `queue`: its jobs run one at a time. */
  jobs: readonly { payload: Jobs[N]; key: string; queue?: string }[],
  /** `delayMs`: real time that has to pass first. */
  { delayMs = 0 }: { delayMs?: number } = {},
): Promise<void> {
  if (jobs.length === 0) return;
  await tx.db.execute(sql`
    select count(graphile_worker.add_job(${name}::text, job->'payload', job_key := job->>'key', max_attempts := 25,
      queue_name := job->>'queue',
      run_at := clock_timestamp() + ${delayMs / 1000} * interval '1 second'))
    from json_array_elements(${JSON.stringify(jobs)}::json) as job`);
}
