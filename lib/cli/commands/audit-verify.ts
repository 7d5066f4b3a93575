import { sql } from "drizzle-orm";
import { type ChainedEvent, type ChainPoint, type ChainVerdict, GENESIS, verifyChain } from "@/lib/ledger/chain";
import { inTransaction, type Transaction } from "@/lib/request/transaction";
import type { Command } from "../command";

type EventRow = Omit<ChainedEvent, "at"> & { at: Date | string };
type StreamVerdict = ChainVerdict & { stream: string };

const PAGE = 2000;

/** A report or a program begins with its first event, and no stream stands without one. */
const GONE = {
  ok: false,
  length: 0,
  head: GENESIS.toString("hex"),
  firstBadSeq: 1,
  reason: "no event is left",
} as const;

async function verifyStream(tx: Transaction, stream: string, head: ChainPoint | undefined): Promise<ChainVerdict> {
  let after: (ChainPoint & { stream: string }) | undefined;
  for (;;) {
    const rows = await tx.db.execute<EventRow>(sql`
      select stream, seq, report_id as "reportId", type, at, actor_kind as "actorKind", actor_id as "actorId",
        payload, prev_hash as "prevHash", hash
      from events where stream = ${stream} and seq > ${after?.seq ?? 0} order by seq limit ${PAGE}`);
    const events = rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
    const last = events.at(-1);
    const complete = events.length < PAGE;
    const verdict = verifyChain(events, {
      ...(after ? { after } : {}),
      // Events without a head mean that the head was deleted: then the stream claims to be empty.
      ...(complete ? { head: head ?? { seq: 0, hash: GENESIS } } : {}),
    });
    if (!verdict.ok || complete || !last) return verdict;
    after = { stream, seq: last.seq, hash: last.hash };
  }
}

export const auditVerify: Command = {
  name: "audit verify",
  usage: "audit verify",
  summary: "Each ledger stream: length, head, first bad sequence number",
  run: (_args, { ctx }) =>
    inTransaction(ctx, async (tx) => {
      const streams = await tx.db.execute<{ stream: string; seq: number | null; hash: Uint8Array | null }>(sql`
        select s.stream, h.seq, h.hash
        from (
          select stream from ledger_heads union select distinct stream from events
          union select 'report:' || id from reports union select 'program:' || id from programs
        ) s
        left join ledger_heads h using (stream) order by 1`);
      const verdicts: StreamVerdict[] = [];
      for (const { stream, seq, hash } of streams) {
        const head = seq !== null && hash !== null ? { seq, hash } : undefined;
        const verdict = await verifyStream(tx, stream, head);
        verdicts.push({ stream, ...(verdict.ok && verdict.length === 0 ? GONE : verdict) });
      }
      const lines = verdicts.map((v) =>
        v.ok
          ? `good  ${v.stream}  ${v.length} events  head ${v.head}`
          : `BAD   ${v.stream}  ${v.length} events good, first bad ${v.firstBadSeq}: ${v.reason}`,
      );
      const good = verdicts.every((v) => v.ok);
      return {
        code: good ? 0 : 1,
        json: { good, streams: verdicts.map(({ ok, ...rest }) => ({ good: ok, ...rest })) },
        text: lines.join("\n") || "The ledger is empty.",
      };
    }),
};
