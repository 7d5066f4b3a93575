import "server-only";
import { and, asc, eq, lt, type SQL, sql } from "drizzle-orm";
import { clocks, readMarks, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { runOf } from "@/lib/reports/mutations/loaded";
import type { TriageRow } from "@/lib/reports/types";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { listedColumns, triageRow } from "../queries";
import { BOARD_DAYS, type BoardGroup, boardGroup } from "./groups";

/** Clocks a board shows at most of each kind; a desk that has more late than this needs the list, not the board. */
const SHOWN_AT_MOST = 200;
/** A zone is at most 14 hours away, and a local day at most 25 hours long: nothing due in time is missed. */
const AHEAD_MS = (BOARD_DAYS + 3) * 86_400_000;

// Word for word the predicates of the indexes clocks_running and clocks_paused.
const RUNNING = sql`${clocks.stoppedAt} is null and ${clocks.pausedAt} is null and not ${clocks.voided}`;
const PAUSED = sql`${clocks.stoppedAt} is null and ${clocks.pausedAt} is not null and ${clocks.pausedBecause} <> 'closed' and not ${clocks.voided}`;

export type ClockBoard = {
  programSlug: string;
  /** One row a clock: a report stands in it once for each of its clocks. */
  groups: Record<BoardGroup, TriageRow[]>;
  /** True when more clocks are late, due or paused than are shown. */
  more: boolean;
};

/** The unfinished clocks of a program that are late, due within three days, or paused. Errors: NOT_FOUND without a reading role. */
export async function clockBoard(ctx: Context, input: { programSlug?: string }): Promise<ClockBoard> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const readable = ctx.actor.memberships.filter((membership) => can(ctx.actor, "queue.read", membership));
  const program = input.programSlug
    ? readable.find(({ programSlug }) => programSlug === input.programSlug)
    : readable[0];
  if (!program) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const soon = new Date(tx.now.getTime() + AHEAD_MS);
    const running = await clocksWhere(tx, program.programId, and(RUNNING, lt(clocks.dueAt, soon)), clocks.dueAt);
    const paused = await clocksWhere(tx, program.programId, PAUSED, clocks.pausedAt);
    const groups: ClockBoard["groups"] = { late: [], today: [], three_days: [], paused: [] };
    for (const { clock, ...row } of [...running.slice(0, SHOWN_AT_MOST), ...paused.slice(0, SHOWN_AT_MOST)]) {
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      const run = runOf(clock);
      const group = boardGroup(run, pinned.calendar, tx.now);
      if (group !== null) groups[group].push(triageRow(row, pinned, [run], tx.now));
    }
    const more = running.length > SHOWN_AT_MOST || paused.length > SHOWN_AT_MOST;
    return { programSlug: program.programSlug, groups, more };
  });
}

function clocksWhere(
  tx: Transaction,
  programId: string,
  which: SQL | undefined,
  by: typeof clocks.dueAt | typeof clocks.pausedAt,
) {
  return tx.db
    .select({ ...listedColumns, clock: clocks })
    .from(clocks)
    .innerJoin(reports, eq(reports.id, clocks.reportId))
    .leftJoin(
      readMarks,
      and(eq(readMarks.reportId, reports.id), eq(readMarks.accountId, accountOf(tx.actor) ?? sql`null`)),
    )
    .where(and(eq(reports.programId, programId), which))
    .orderBy(asc(by), asc(clocks.reportId))
    .limit(SHOWN_AT_MOST + 1);
}
