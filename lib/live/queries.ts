import "server-only";
import { and, asc, eq, gt, inArray, or, sql } from "drizzle-orm";
import { events, reports } from "@/db/schema";
import { accountOf, can, isReporterOf, type ReportSubject } from "@/lib/auth/policy";
import type { ReportEvent } from "@/lib/ledger/report-events";
import { subjectColumns } from "@/lib/reports/subject/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { type LiveChange, resumesFrom, type Signal, type What, whatOf } from "./change";

/** More than this after a break, and the page is simply looked at anew. */
const MOST_MISSED = 200;

const subject = {
  id: reports.id,
  reference: reports.reference,
  ...subjectColumns,
};
type Subject = ReportSubject & { id: string; reference: string };

/**
 * What of these signals concerns this listener now: under their row security and by what they may read at this moment,
 * each change once. Nothing that their side of a report does not read leaves a trace, not even as a number.
 */
export async function changesFor(ctx: Context, signals: readonly Signal[]): Promise<LiveChange[]> {
  if (signals.length === 0) return [];
  return inTransaction(ctx, async (tx) => {
    const ids = [...new Set(signals.map(({ reportId }) => reportId))];
    const rows = await tx.db.select(subject).from(reports).where(inArray(reports.id, ids));
    const readable = new Map(rows.filter((row) => can(tx.actor, "report.read", row)).map((row) => [row.id, row]));
    const changes: LiveChange[] = [];
    const ranges = [];
    for (const signal of signals) {
      const row = readable.get(signal.reportId);
      if (!row) continue;
      if (signal.kind === "events") {
        ranges.push(and(eq(events.reportId, row.id), sql`${events.seq} between ${signal.from} and ${signal.to}`));
      } else if (signal.kind === "seen" || !isReporterOf(tx.actor, row)) {
        changes.push({ reference: row.reference, what: signal.kind, own: signal.by === accountOf(tx.actor) });
      }
    }
    if (ranges.length > 0) changes.push(...(await changesAmong(tx, readable, or(...ranges))));
    return once(changes);
  });
}

/** What a stream missed, from the ledger; null when it was away too long and has to look anew. */
export async function changesSince(
  ctx: Context,
  lastId: string | null,
): Promise<{ at: Date; missed: LiveChange[] | null }> {
  return inTransaction(ctx, async (tx) => {
    const from = resumesFrom(lastId, tx.now);
    if (from === "new") return { at: tx.now, missed: [] };
    if (from === null) return { at: tx.now, missed: null };
    const since = and(gt(events.at, from), sql`${events.reportId} is not null`);
    const ids = await tx.db
      .selectDistinct({ id: events.reportId })
      .from(events)
      .where(since)
      .limit(MOST_MISSED + 1);
    if (ids.length > MOST_MISSED) return { at: tx.now, missed: null };
    const known = ids.flatMap(({ id }) => (id === null ? [] : [id]));
    if (known.length === 0) return { at: tx.now, missed: [] };
    const rows = await tx.db.select(subject).from(reports).where(inArray(reports.id, known));
    const readable = new Map(rows.filter((row) => can(tx.actor, "report.read", row)).map((row) => [row.id, row]));
    return { at: tx.now, missed: once(await changesAmong(tx, readable, since)) };
  });
}

async function changesAmong(
  tx: Transaction,
  readable: ReadonlyMap<string, Subject>,
  which: ReturnType<typeof and>,
): Promise<LiveChange[]> {
  const rows = await tx.db
    .select({ reportId: events.reportId, actorId: events.actorId, payload: events.payload })
    .from(events)
    .where(which)
    .orderBy(asc(events.at))
    .limit(MOST_MISSED * 5);
  return rows.flatMap(({ reportId, actorId, payload }) => {
    const row = reportId === null ? undefined : readable.get(reportId);
    if (!row) return [];
    const what = whatOf(payload as ReportEvent, isReporterOf(tx.actor, row) ? "reporter" : "staff");
    const me = accountOf(tx.actor);
    return what === null ? [] : [{ reference: row.reference, what, own: me !== null && actorId === me }];
  });
}

function once(changes: readonly LiveChange[]): LiveChange[] {
  const seen = new Map<string, LiveChange>();
  for (const change of changes) {
    const key = `${change.reference} ${change.what satisfies What}`;
    const known = seen.get(key);
    seen.set(key, known && !known.own ? known : change);
  }
  return [...seen.values()];
}

/** Whose business the reports of these signals may be: to ask only listeners who could be allowed, never to allow one. */
export async function concernsOf(
  system: Context,
  signals: readonly Signal[],
): Promise<Map<string, { programId: string; reporterId: string | null; guestCodeHash: string | null }>> {
  return inTransaction(system, async (tx) => {
    const ids = [...new Set(signals.map(({ reportId }) => reportId))];
    const rows = await tx.db.select(subject).from(reports).where(inArray(reports.id, ids));
    return new Map(rows.map((row) => [row.id, row]));
  });
}
