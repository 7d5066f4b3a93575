import { sql } from "drizzle-orm";
import type { Database, DatabaseTransaction } from "@/db/client";
import type { Actor } from "@/lib/auth/policy";

/** What a query or mutation is called with: who asks, and where. */
export type Context = {
  actor: Actor;
  db: Database;
  /** PORTAL_NOW minus real time, in milliseconds. */
  clockOffsetMs: number;
  /** The transaction that the queries of a page share: see `together`. */
  shared?: Shared;
};

type Shared = { tx: Transaction; taken: boolean };

/** One transaction: its actor, its one `now` (milliseconds precision) and its connection. */
export type Transaction = { actor: Actor; now: Date; db: DatabaseTransaction };

/**
 * Runs work in one transaction under the actor's row-level security. `now` is the database's clock
 * plus the portal's offset, read once; rules get it as a value.
 */
export async function inTransaction<T>(ctx: Context, work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (ctx.shared) return inTurn(ctx.shared, work);
  const guest = ctx.actor.kind === "guest" ? ctx.actor.proofs.join(",") : "";
  const actorId = ctx.actor.kind === "researcher" || ctx.actor.kind === "staff" ? ctx.actor.accountId : "";
  return ctx.db.transaction(async (db) => {
    const [row] = await db.execute<{ ms: number }>(sql`
      select set_config('app.actor_id', ${actorId}, true), set_config('app.actor_kind', ${ctx.actor.kind}, true),
        set_config('app.guest', ${guest}, true),
        floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`);
    if (!row) throw new Error("the database did not tell the time");
    return work({ actor: ctx.actor, now: new Date(row.ms + ctx.clockOffsetMs), db });
  });
}

/** One after another: a step past row security must not stand open while another query runs. */
async function inTurn<T>(shared: Shared, work: (tx: Transaction) => Promise<T>): Promise<T> {
  if (shared.taken) throw new Error("queries that share a transaction run one after another");
  shared.taken = true;
  try {
    return await work(shared.tx);
  } finally {
    shared.taken = false;
  }
}

/**
 * Queries of one page in one transaction, so that they agree with each other and its frame is paid once. Each still
 * judges the row that it loads. They are awaited one after another.
 */
export function together<C extends Context, T>(ctx: C, work: (ctx: C) => Promise<T>): Promise<T> {
  return inTransaction(ctx, (tx) => work({ ...ctx, shared: { tx, taken: false } }));
}

/**
 * The same transaction for a guest who has just shown one thing more: a code that was entered or is being made.
 * Somebody with an account stays who they are; the rows that the proof opens are visible to their statements too.
 */
export async function withProof(tx: Transaction, proof: string): Promise<Transaction> {
  const { actor } = tx;
  const proofs = [...(actor.kind === "guest" ? actor.proofs : []), proof];
  await tx.db.execute(sql`select set_config('app.guest', ${proofs.join(",")}, true)`);
  return actor.kind === "anonymous" || actor.kind === "guest" ? { ...tx, actor: { kind: "guest", proofs } } : tx;
}

/**
 * One step that row security would refuse the actor: giving up a row that they could not see afterwards, or answering
 * for one part of a report that they may not read. The caller has judged the row already, and every other statement of
 * the transaction stays under the actor's own rules.
 */
export async function pastRowSecurity<T>(tx: Transaction, step: () => Promise<T>): Promise<T> {
  await tx.db.execute(sql`select set_config('app.actor_kind', 'system', true)`);
  const done = await step();
  await tx.db.execute(sql`select set_config('app.actor_kind', ${tx.actor.kind}, true)`);
  return done;
}
