import "server-only";
import { sql } from "drizzle-orm";
import { type Context, inTransaction, pastRowSecurity } from "@/lib/request/transaction";

/** Minutes in which a failure counts as mail being down, when nothing was delivered after it. */
const RECENT_MINUTES = 60;

/**
 * Since when no mail goes out, ISO, and how many wait; null while it does. A recipient that a server refuses says nothing about the mail, and is not
 * counted; a later delivery ends it.
 */
export async function mailDown(ctx: Context): Promise<{ since: string; waiting: number } | null> {
  if (ctx.actor.kind !== "staff") return null;
  return inTransaction(ctx, async (tx) => {
    const since = new Date(tx.now.getTime() - RECENT_MINUTES * 60_000);
    const [row] = await pastRowSecurity(tx, () =>
      tx.db.execute<{ first: Date | string | null; waiting: number }>(sql`
      select min(failed_at) as first,
        (select count(*)::int from mails where delivered_at is null and gave_up_at is null and held_for is null) as waiting
      from mails
      where failed_at >= ${since.toISOString()}::timestamptz and delivered_at is null and gave_up_at is null and held_for is null
        and failed_at > coalesce((select max(delivered_at) from mails where delivered_at >= ${since.toISOString()}::timestamptz), '-infinity')`),
    );
    return row?.first ? { since: new Date(row.first).toISOString(), waiting: row.waiting } : null;
  });
}
