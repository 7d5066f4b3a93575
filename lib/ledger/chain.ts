import { createHash } from "node:crypto";
import { canonicalBytes } from "../receipts/canonical";

/** What the first event of a stream follows. */
export const GENESIS: Buffer = Buffer.alloc(32);

/** What is hashed of an event. `at` is its instant as `toISOString` writes it. */
export type HashedEvent = {
  stream: string;
  seq: number;
  at: string;
  actorKind: string;
  actorId: string | null;
  payload: { type: string };
};

/** SHA-256 over the previous hash and the RFC 8785 bytes of the event (security.md C22). */
export function eventHash(prevHash: Uint8Array, event: HashedEvent): Buffer {
  if (prevHash.length !== GENESIS.length) throw new TypeError(`A hash of the chain has ${GENESIS.length} bytes.`);
  const { stream, seq, at, actorKind, actorId, payload } = event;
  return createHash("sha256")
    .update(prevHash)
    .update(canonicalBytes({ stream, seq, at, actorKind, actorId, payload }))
    .digest();
}

/** An event as its row holds it. `type` and `reportId` repeat what is hashed and are checked against it. */
export type ChainedEvent = HashedEvent & {
  prevHash: Uint8Array;
  hash: Uint8Array;
  type?: string;
  reportId?: string | null;
};

export type ChainPoint = { seq: number; hash: Uint8Array };

export type ChainVerdict =
  | { ok: true; length: number; head: string }
  | { ok: false; length: number; head: string; firstBadSeq: number; reason: string };

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

function fault(event: ChainedEvent, last: ChainPoint, stream: string): string | null {
  if (event.stream !== stream) return "the event belongs to another stream";
  if (event.seq !== last.seq + 1) return "an event is missing, repeated or out of order";
  if (!sameBytes(event.prevHash, last.hash)) return "the event does not follow the one before it";
  if (!sameBytes(event.hash, eventHash(last.hash, event))) return "the event was changed";
  if (event.type !== undefined && event.type !== event.payload.type) return "the type of the row was changed";
  if (event.reportId && stream !== `report:${event.reportId}`) return "the report of the row was changed";
  return null;
}

/**
 * Walks one stream in order of `seq` and stops at the first event that cannot be trusted. `head` is the stream's
 * stored newest entry: without it, events cut from the end go unnoticed. `after` continues a walk by pages.
 */
export function verifyChain(
  events: Iterable<ChainedEvent>,
  known: { head?: ChainPoint; after?: ChainPoint & { stream: string } } = {},
): ChainVerdict {
  let last: ChainPoint = known.after ?? { seq: 0, hash: GENESIS };
  let stream = known.after?.stream;
  const bad = (reason: string, firstBadSeq = last.seq + 1): ChainVerdict => ({
    ok: false,
    length: last.seq,
    head: hex(last.hash),
    firstBadSeq,
    reason,
  });
  for (const event of events) {
    stream ??= event.stream;
    const reason = fault(event, last, stream);
    if (reason) return bad(reason);
    last = event;
  }
  if (known.head) {
    if (known.head.seq > last.seq) return bad("events are missing at the end");
    if (known.head.seq < last.seq) return bad("the head is older than the events", known.head.seq + 1);
    if (!sameBytes(known.head.hash, last.hash)) return bad("the head does not match the last event", last.seq);
  }
  return { ok: true, length: last.seq, head: hex(last.hash) };
}
