import "server-only";
import { sql } from "drizzle-orm";
import type { Transaction } from "@/lib/request/transaction";
import { type ChainedEvent, type ChainPoint, type ChainVerdict, GENESIS, verifyChain } from "../chain";

type EventRow = Omit<ChainedEvent, "at"> & { at: Date | string };
export type StreamHead = { stream: string; seq: number | null; hash: Uint8Array | null };

const PAGE = 2000;

/** A report or a program begins with its first event, and no stream stands without one. */
const GONE = {
  ok: false,
  length: 0,
  head: GENESIS.toString("hex"),
  firstBadSeq: 1,
  reason: "no event is left",
} as const;

/** Walks one stream from its first event to its stored head, page by page. The actor must see all of it. */
export async function verifyStream(tx: Transaction, { stream, seq, hash }: StreamHead): Promise<ChainVerdict> {
  const head = seq !== null && hash !== null ? { seq, hash } : undefined;
  const verdict = await walk(tx, stream, head);
  return verdict.ok && verdict.length === 0 ? GONE : verdict;
}

async function walk(tx: Transaction, stream: string, head: ChainPoint | undefined): Promise<ChainVerdict> {
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
