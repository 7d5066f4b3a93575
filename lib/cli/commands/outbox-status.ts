import { sql } from "drizzle-orm";
import { inTransaction } from "@/lib/request/transaction";
import type { Command } from "../command";

/** security.md §3.2: what waits longer than this is an alarm. */
const TOO_OLD_SECONDS = 15 * 60;

type Counts = { waiting: number; oldest: number | null; failing: number; dead: number };

export const outboxStatus: Command = {
  name: "outbox status",
  usage: "outbox status",
  summary: "What waits to be delivered, for how long, and what has failed for good",
  run: (_args, { ctx }) =>
    inTransaction(ctx, async (tx) => {
      // A job whose worker was killed, and whose key was queued again since, has no attempt left and never failed.
      const [jobs] = await tx.db.execute<Counts>(sql`
        select count(*) filter (where attempts < max_attempts)::int as waiting,
          extract(epoch from clock_timestamp() - min(created_at) filter (where attempts < max_attempts))::float8 as oldest,
          count(*) filter (where attempts > 0 and attempts < max_attempts)::int as failing,
          count(*) filter (where attempts >= max_attempts and last_error is not null)::int as dead
        from graphile_worker.jobs`);
      const [mails] = await tx.db.execute<{ undelivered: number; dead: number; held: number }>(
        sql`select count(*) filter (where held_for is null)::int as undelivered,
            count(*) filter (where held_for is not null)::int as held,
            count(*) filter (where gave_up_at is not null)::int as dead
          from mails where delivered_at is null`,
      );
      const state = {
        waiting: jobs?.waiting ?? 0,
        oldestSeconds: Math.round(jobs?.oldest ?? 0),
        failing: jobs?.failing ?? 0,
        dead: jobs?.dead ?? 0,
        undeliveredMails: mails?.undelivered ?? 0,
        deadLetters: mails?.dead ?? 0,
        heldMails: mails?.held ?? 0,
      };
      const good = state.dead === 0 && state.deadLetters === 0 && state.oldestSeconds <= TOO_OLD_SECONDS;
      const text = `${state.waiting} waiting (oldest ${state.oldestSeconds} s), ${state.failing} failing, ${state.dead} given up; ${state.undeliveredMails} mails not delivered, ${state.deadLetters} of them given up (portal outbox retry)${state.heldMails > 0 ? `; ${state.heldMails} held, because mail to their addresses comes back` : ""}`;
      return { code: good ? 0 : 1, json: { good, ...state }, text };
    }),
};
