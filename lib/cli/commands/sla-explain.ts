import { sql } from "drizzle-orm";
import { clockEventsOf } from "@/lib/ledger/clock-events";
import { reportEventSchema } from "@/lib/ledger/report-events";
import { inTransaction } from "@/lib/request/transaction";
import { foldClocks } from "@/lib/sla/fold";
import { clockStatus } from "@/lib/sla/status";
import type { Calendar } from "@/lib/sla/types";
import { type Command, instantOption, positional, UsageError } from "../command";

export const slaExplain: Command = {
  name: "sla explain",
  usage: "sla explain REFERENCE [--at INSTANT]",
  summary: "All clocks of a report with their derivation",
  options: { at: { type: "string" } },
  run: async (args, { ctx }) => {
    const reference = positional(args, 0, "REFERENCE").toUpperCase();
    const asked = args.values.at === undefined ? undefined : instantOption(args, "at");
    return inTransaction(ctx, async (tx) => {
      const at = asked ?? tx.now;
      const events = await tx.db.execute<{ at: Date | string; payload: unknown }>(sql`
        select e.at, e.payload from reports r join events e on e.stream = 'report:' || r.id
        where r.reference = ${reference} and e.at <= ${at.toISOString()}::timestamptz order by e.seq`);
      const calendars = await tx.db.execute<{ calendar: Calendar }>(sql`
        select c.calendar from reports r join calendar_versions c on c.program_id = r.program_id
        where r.reference = ${reference} order by c.version`);
      if (calendars.length === 0) throw new UsageError(`There is no report ${reference}.`);
      const runs = foldClocks(
        events.flatMap((event) =>
          clockEventsOf(new Date(event.at).toISOString(), reportEventSchema.parse(event.payload)),
        ),
      );
      const clocks = runs.map((run) => {
        const row = calendars.find(({ calendar }) => calendar.version === run.calendarVersion);
        if (!row) throw new Error(`calendar version ${run.calendarVersion} is gone`);
        const status = clockStatus(run, row.calendar, at);
        const { clock, startedAt, stoppedAt, due, derivation } = run;
        return { clock, run: run.run, state: status.state, startedAt, stoppedAt, due, derivation };
      });
      const text = clocks.map((c) =>
        [`${c.clock} ${c.run}: ${c.state}, due before ${c.due}`, ...c.derivation.map((line) => `  ${line}`)].join("\n"),
      );
      return { code: 0, json: { reference, at: at.toISOString(), clocks }, text: text.join("\n\n") || "No clocks." };
    });
  },
};
