import "server-only";
import { and, desc, eq, gt, sql } from "drizzle-orm";
import { events, ledgerHeads, programs } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { notFound } from "@/lib/errors";
import type { ProgramEvent } from "@/lib/ledger/program-events";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";

/** A page that is looked at again asks the same once more, and the palette with each letter: one act is one entry. */
export const SAME_WITHIN_MS = 600_000;
/** How far back of a program's events the same search is looked for. */
const LOOKED_THROUGH = 200;

type Searched = Extract<ProgramEvent, { type: "reports.searched" }>;

/**
 * Records that somebody searched a program's reports for words: where, how else it was narrowed and how much was found,
 * never the words. They stand as a keyed hash that differs from person to person, so that the same search again within ten minutes is
 * one entry. NOT_FOUND without a reading role.
 */
export async function recordSearch(
  ctx: Context,
  input: Omit<Searched, "type" | "asked"> & { programSlug: string; words: string },
): Promise<void> {
  const { programSlug, words, ...what } = input;
  const accountId = accountOf(ctx.actor);
  await inTransaction(ctx, async (tx) => {
    const [program] = await tx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, programSlug));
    if (!program || accountId === null || !can(tx.actor, "queue.read", { programId: program.id })) throw notFound();
    const asked = lookupHash(appSecret(), "search", `${accountId} ${what.place === "palette" ? "" : words}`)
      .toString("hex")
      .slice(0, 16);
    const event: Searched = { type: "reports.searched", asked, ...what };
    if (!(await lately(tx, program.id, accountId, event))) await recordProgramEvent(tx, program.id, event);
  });
}

async function lately(tx: Transaction, programId: string, accountId: string, event: Searched): Promise<boolean> {
  const stream = `program:${programId}`;
  const head = sql`(select ${ledgerHeads.seq} from ${ledgerHeads} where ${ledgerHeads.stream} = ${stream})`;
  const [found] = await tx.db
    .select({ seq: events.seq })
    .from(events)
    .where(
      and(
        eq(events.stream, stream),
        gt(events.seq, sql`${head} - ${LOOKED_THROUGH}`),
        eq(events.type, "reports.searched"),
        eq(events.actorId, accountId),
        gt(events.at, new Date(tx.now.getTime() - SAME_WITHIN_MS)),
        sql`${events.payload} ->> 'asked' = ${event.asked}`,
        sql`${events.payload} -> 'filters' = ${JSON.stringify(event.filters)}::jsonb`,
      ),
    )
    .orderBy(desc(events.seq))
    .limit(1);
  return found !== undefined;
}
