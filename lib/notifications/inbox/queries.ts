import "server-only";
import { and, desc, eq, isNotNull, isNull, like, type SQL, sql } from "drizzle-orm";
import { inboxItems, reports } from "@/db/schema";
import { type Actor, accountOf, can, isReporterOf, isStaffOf, type ReportSubject } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { titlePlace } from "@/lib/reports/places";
import { subjectColumns } from "@/lib/reports/subject/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { decodeCursor, encodeCursor } from "@/lib/triage/cursor";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";
import { INBOX_EVENTS, type InboxEvent } from "../choices";
import type { Box, InboxEntry, InboxPage, InboxSide } from "./types";

const PAGE_SIZE = 50;
/** Beyond it a number says no more than "many". */
export const COUNTED_AT_MOST = 99;

/** The items of one person's inbox. */
export const ownItems = (accountId: string, side: InboxSide): SQL | undefined =>
  and(eq(inboxItems.accountId, accountId), like(inboxItems.event, `${side}.%`));

const subject = {
  id: reports.id,
  reference: reports.reference,
  ...subjectColumns,
};

/** Whether the reader stands on that side of the report at this moment: who was told yesterday may read nothing today. */
export function standsOn(actor: Actor, side: InboxSide, report: ReportSubject): boolean {
  if (!can(actor, "report.read", report)) return false;
  return side === "staff" ? isStaffOf(actor, report) : isReporterOf(actor, report);
}

type Item = { event: string; anchor: string | null; at: string; seen: boolean };

const items = sql<Item[]>`json_agg(json_build_object(
  'event', ${inboxItems.event}, 'anchor', ${inboxItems.anchor}, 'at', ${inboxItems.createdAt},
  'seen', ${inboxItems.seenAt} is not null) order by ${inboxItems.createdAt}, ${inboxItems.id})`;

/** One box of the actor's inbox, a report an entry, the latest first. NOT_FOUND without an account. */
export async function readInbox(
  ctx: Context,
  side: InboxSide,
  input: { box: Box; after?: string | undefined },
): Promise<InboxPage> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const { box } = input;
    const done = box === "done";
    const now = tx.now.toISOString();
    const latest = sql<string>`max(${inboxItems.createdAt})`;
    const sortedBy = done ? sql<string>`max(${inboxItems.doneAt})` : latest;
    // Asleep while all of it is: what happens later wakes the whole.
    const asleep = sql`bool_and(coalesce(${inboxItems.snoozedUntil} > ${now}::timestamptz, false))`;
    const cursor = decodeCursor(input.after);
    const before = cursor
      ? sql`(${sortedBy}, ${inboxItems.reportId}) < (${cursor.at.toISOString()}::timestamptz, ${cursor.id}::uuid)`
      : undefined;
    const kept = box === "snoozed" ? asleep : done ? undefined : sql`not ${asleep}`;
    const rows = await tx.db
      .select({
        ...subject,
        policyVersionId: reports.policyVersionId,
        dataKey: reports.dataKey,
        titleSealed: reports.titleSealed,
        latest,
        sortedBy,
        snoozedUntil: sql<string | null>`max(${inboxItems.snoozedUntil})`,
        doneAt: sql<string | null>`max(${inboxItems.doneAt})`,
        items,
      })
      .from(inboxItems)
      .innerJoin(reports, eq(reports.id, inboxItems.reportId))
      .where(and(ownItems(accountId, side), done ? isNotNull(inboxItems.doneAt) : isNull(inboxItems.doneAt)))
      .groupBy(reports.id, inboxItems.reportId)
      .having(and(kept, before))
      .orderBy(desc(sortedBy), desc(inboxItems.reportId))
      .limit(PAGE_SIZE + 1);
    const page = rows.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    const entries: InboxEntry[] = [];
    for (const row of page) {
      if (!standsOn(tx.actor, side, row)) continue;
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      entries.push({
        reference: row.reference,
        title: openText(unwrapKey(ring(), row.dataKey, row.id), titlePlace(row.id), row.titleSealed),
        programName: pinned.document.organisation.tradeName,
        zone: pinned.calendar.zone,
        latestAt: new Date(row.latest).toISOString(),
        unread: row.items.some(({ seen }) => !seen),
        events: counted(row.items),
        anchor: (row.items.find(({ seen }) => !seen) ?? row.items.at(-1))?.anchor ?? null,
        snoozedUntil: box === "snoozed" && row.snoozedUntil ? new Date(row.snoozedUntil).toISOString() : null,
        doneAt: done && row.doneAt ? new Date(row.doneAt).toISOString() : null,
      });
    }
    const next = last && rows.length > PAGE_SIZE ? encodeCursor({ at: new Date(last.sortedBy), id: last.id }) : null;
    return { box, entries, next, now };
  });
}

function counted(rows: readonly Item[]): InboxEntry["events"] {
  const times = new Map<InboxEvent, number>();
  for (const { event } of rows) {
    const known = INBOX_EVENTS.find((one) => one === event);
    if (known) times.set(known, (times.get(known) ?? 0) + 1);
  }
  return [...times].map(([event, count]) => ({ event, times: count }));
}

/** Reports with something in the actor's inbox that they have not looked at yet; 0 without an account. */
export async function unreadCount(ctx: Context, side: InboxSide): Promise<number> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) return 0;
  return inTransaction(ctx, async (tx) => {
    const awake = sql`coalesce(${inboxItems.snoozedUntil} <= ${tx.now.toISOString()}::timestamptz, true)`;
    const rows = await tx.db
      .selectDistinct(subject)
      .from(inboxItems)
      .innerJoin(reports, eq(reports.id, inboxItems.reportId))
      .where(and(ownItems(accountId, side), isNull(inboxItems.doneAt), isNull(inboxItems.seenAt), awake))
      .limit(COUNTED_AT_MOST + 1);
    return rows.filter((row) => standsOn(tx.actor, side, row)).length;
  });
}
