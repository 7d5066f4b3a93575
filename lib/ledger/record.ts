import { sql } from "drizzle-orm";
import { ledgerHeads } from "@/db/schema";
import type { Jobs } from "@/lib/jobs/enqueue";
import { CHANNEL, signalText } from "@/lib/live/change";
import type { Transaction } from "@/lib/request/transaction";
import { webhookEventOf } from "@/lib/webhooks/events";
import type { LedgerEvent, Recorded } from "./catalogue";
import { eventHash, GENESIS } from "./chain";
import { type ProgramEvent, programEventSchema } from "./program-events";
import { type ReportEvent, type ReportEventInput, reportEventSchema } from "./report-events";
import { type SystemEvent, systemEventSchema } from "./system-events";

/**
 * Appends to a report's stream. The stream's head is locked until the transaction ends, so events
 * of one stream are numbered without gaps; when this fails, the act it records fails with it.
 */
export function recordReportEvents(
  tx: Transaction,
  reportId: string,
  events: readonly ReportEventInput[],
): Promise<Recorded<ReportEvent>[]> {
  return append(
    tx,
    `report:${reportId}`,
    reportId,
    events.map((event) => reportEventSchema.parse(event)),
  );
}

export function recordProgramEvent(tx: Transaction, programId: string, event: ProgramEvent): Promise<Recorded[]> {
  return append(tx, `program:${programId}`, null, [programEventSchema.parse(event)]);
}

export function recordSystemEvent(tx: Transaction, event: SystemEvent): Promise<Recorded[]> {
  return append(tx, "system", null, [systemEventSchema.parse(event)]);
}

async function append<E extends LedgerEvent>(
  tx: Transaction,
  stream: string,
  reportId: string | null,
  events: readonly E[],
): Promise<Recorded<E>[]> {
  const [head] = await tx.db
    .insert(ledgerHeads)
    .values({ stream, reportId, seq: 0, hash: GENESIS })
    // Touches nothing and still locks the row: the append waits for whoever is before it.
    .onConflictDoUpdate({ target: ledgerHeads.stream, set: { seq: sql`${ledgerHeads.seq}` } })
    .returning({ seq: ledgerHeads.seq, hash: ledgerHeads.hash });
  if (!head) throw new Error(`ledger stream ${stream} has no head`);

  const at = tx.now.toISOString();
  const actorKind: Recorded["actorKind"] =
    tx.actor.kind === "anonymous" || tx.actor.kind === "pending" ? "guest" : tx.actor.kind;
  const actorId = tx.actor.kind === "researcher" || tx.actor.kind === "staff" ? tx.actor.accountId : null;
  let { seq, hash: previous } = head;
  const rows = events.map((event) => {
    seq += 1;
    const prevHash = previous;
    previous = eventHash(prevHash, { stream, seq, at, actorKind, actorId, payload: event });
    return { seq, at, actorKind, actorId, event, prevHash, hash: previous };
  });
  const values = rows.map(
    (row) => sql`(${stream}, ${row.seq}, ${reportId}::uuid, ${row.event.type}, ${row.at}::timestamptz, ${row.actorKind},
      ${row.actorId}::uuid, ${JSON.stringify(row.event)}::jsonb, ${row.prevHash}, ${row.hash})`,
  );
  // Open pages hear of it once this is committed; who may know what is decided when they hear it.
  const told =
    reportId === null
      ? sql`null`
      : sql`pg_notify(${CHANNEL}, ${signalText({ kind: "events", reportId, from: head.seq + 1, to: seq })})`;
  // The promise to tell endpoints is part of the same statement, and is made where anybody listens at all.
  const announced: Jobs["announce_events"] = { stream, from: head.seq + 1, to: seq };
  const promised = events.some((event) => webhookEventOf(event) !== null)
    ? sql`case when exists (select 1 from webhook_endpoints)
        then (graphile_worker.add_job('announce_events', ${JSON.stringify(announced)}::json, max_attempts := 25)).id end`
    : sql`null`;
  await tx.db.execute(sql`
    with appended as (
      insert into events (stream, seq, report_id, type, at, actor_kind, actor_id, payload, prev_hash, hash)
      values ${sql.join(values, sql`, `)}
    )
    update ledger_heads set seq = ${seq}, hash = ${previous} where stream = ${stream}
    returning ${told}, ${promised}`);
  return rows.map(({ seq, at, actorKind, actorId, event }) => ({ seq, at, actorKind, actorId, event }));
}
