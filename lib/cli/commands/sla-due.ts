import { sql } from "drizzle-orm";
import { commitmentsOf } from "@/lib/policy/document";
import type { PolicyDocument } from "@/lib/policy/schema";
import { dueAt } from "@/lib/sla/calendar";
import { termsFor } from "@/lib/sla/terms";
import type { Calendar } from "@/lib/sla/types";
import { CLOCKS } from "@/lib/sla/vocabulary";
import { type Command, instantOption, textOption, UsageError } from "../command";

type Row = { document: PolicyDocument; calendar: Calendar };

export const slaDue: Command = {
  name: "sla due",
  usage: "sla due --program SLUG --clock NAME --received INSTANT [--severity LEVEL]",
  summary: "When a promise to a report received then is due, and why",
  options: {
    program: { type: "string" },
    clock: { type: "string" },
    received: { type: "string" },
    severity: { type: "string" },
  },
  run: async (args, { ctx }) => {
    const slug = textOption(args, "program");
    const clock = textOption(args, "clock");
    const received = instantOption(args, "received");
    const severity = typeof args.values.severity === "string" ? args.values.severity : null;
    if (!CLOCKS.some((known) => known === clock))
      throw new UsageError(`There is no clock ${clock}. The clocks are: ${CLOCKS.join(", ")}.`);
    const [row] = await ctx.db.execute<Row>(sql`
      select v.document, c.calendar from programs p
      join policy_versions v on v.program_id = p.id and v.status = 'published'
      join calendar_versions c on c.id = v.calendar_version_id
      where p.slug = ${slug}`);
    if (!row) throw new UsageError(`There is no program ${slug} with a published policy.`);
    const promised = commitmentsOf(row.document);
    const ofClock = promised.filter((c) => c.clock === clock);
    const commitment = termsFor({ commitments: ofClock, severity }).find((terms) => terms.clock === clock);
    if (ofClock.length === 0 || !commitment) {
      const known = promised.map((c) => (c.severity ? `${c.clock} (${c.severity})` : c.clock)).join(", ");
      const error = `There is no published target: the policy of ${slug} promises nothing for ${clock}. It promises: ${known || "nothing"}.`;
      return { code: 1, json: { due: null, derivation: [], error }, text: error };
    }
    const { due, derivation } = dueAt({
      start: received,
      amount: commitment.amount,
      unit: commitment.unit,
      calendar: row.calendar,
    });
    const json = { due: due.toISOString(), derivation };
    return { code: 0, json, text: [`Due before ${json.due}`, ...derivation.map((line) => `  ${line}`)].join("\n") };
  },
};
