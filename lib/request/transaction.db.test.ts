import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { rateLimits } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-db";
import { type Context, inTransaction, together } from "./transaction";

const { app: db } = await testDatabase();
const ctx: Context = { actor: { kind: "system", job: "test" }, db, clockOffsetMs: 0 };

const transactionId = (one: Context) =>
  inTransaction(one, async (tx) => {
    const [row] = await tx.db.execute<{ id: string }>(sql`select pg_current_xact_id()::text as id`);
    return { id: row?.id, now: tx.now };
  });

describe("together", () => {
  test("queries share a transaction and its one now, and apart they do not", async () => {
    const [first, second] = await together(ctx, async (one) => [await transactionId(one), await transactionId(one)]);
    expect(second).toEqual(first);
    expect((await transactionId(ctx)).id).not.toBe(first.id);
  });

  test("two at once are refused: one of them could be past row security", async () => {
    const both = together(ctx, (one) => Promise.all([transactionId(one), transactionId(one)]));
    await expect(both).rejects.toThrow("one after another");
  });

  test("what fails leaves nothing of the others", async () => {
    const key = `test:${crypto.randomUUID()}`;
    const write = (one: Context) => inTransaction(one, (tx) => tx.db.insert(rateLimits).values({ key }));
    const fails = (one: Context) => inTransaction(one, () => Promise.reject(new Error("no")));
    await expect(together(ctx, async (one) => [await write(one), await fails(one)])).rejects.toThrow("no");
    const rows = await inTransaction(ctx, (tx) => tx.db.select().from(rateLimits).where(eq(rateLimits.key, key)));
    expect(rows).toEqual([]);
  });
});

// Alone: what a process keeps prepared has a bound, which the statements of other tests would fill.
test("a connection keeps the statements it was asked for", async () => {
  const kept = await inTransaction(ctx, async (tx) => {
    for (const value of [1, 2]) await tx.db.execute(sql`select ${value}::int as "asked twice"`);
    return tx.db.execute(sql`select 1 from pg_prepared_statements where statement like '%"asked twice"'`);
  });
  expect(kept).toHaveLength(1);
});
