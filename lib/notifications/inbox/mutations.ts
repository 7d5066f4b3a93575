import "server-only";
import { and, eq, isNotNull, isNull, lt, type SQL } from "drizzle-orm";
import { inboxItems, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ownItems, standsOn } from "./queries";
import { backAt, type InboxSnooze } from "./snooze";
import type { InboxSide } from "./types";

const GONE = "This entry has changed meanwhile. Look at the list again.";

/** Runs on the actor's entry of a report that they may read on that side at this moment; NOT_FOUND otherwise. */
function onEntry<T>(
  ctx: Context,
  side: InboxSide,
  reference: string,
  work: (tx: Transaction, report: typeof reports.$inferSelect, own: SQL | undefined) => Promise<T>,
): Promise<T> {
  return inTransaction(ctx, async (tx) => {
    const accountId = accountOf(tx.actor);
    const [report] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    if (accountId === null || !report || !standsOn(tx.actor, side, report)) throw notFound();
    return work(tx, report, and(ownItems(accountId, side), eq(inboxItems.reportId, report.id)));
  });
}

async function change(
  tx: Transaction,
  which: SQL | undefined,
  to: Partial<typeof inboxItems.$inferInsert>,
): Promise<void> {
  const rows = await tx.db.update(inboxItems).set(to).where(which).returning({ id: inboxItems.id });
  if (rows.length === 0) throw conflict(GONE);
}

/** Takes a report off the actor's inbox; what happens later brings it back. Errors: NOT_FOUND, CONFLICT (done already). */
export function markDone(ctx: Context, side: InboxSide, reference: string): Promise<{ at: Date }> {
  return onEntry(ctx, side, reference, async (tx, _report, own) => {
    await change(tx, and(own, isNull(inboxItems.doneAt)), { doneAt: tx.now, seenAt: tx.now, snoozedUntil: null });
    return { at: tx.now };
  });
}

/** Puts back what was done; with `at` what was done in that one press. Errors: NOT_FOUND, CONFLICT. */
export function undoDone(ctx: Context, side: InboxSide, reference: string, at: Date | null): Promise<void> {
  return onEntry(ctx, side, reference, (tx, _report, own) =>
    change(tx, and(own, at === null ? isNotNull(inboxItems.doneAt) : eq(inboxItems.doneAt, at)), { doneAt: null }),
  );
}

/** Puts an entry aside, until its time or until something happens. Errors: NOT_FOUND, INVALID (the day), CONFLICT. */
export function snoozeEntry(
  ctx: Context,
  side: InboxSide,
  reference: string,
  input: { snooze: InboxSnooze; day: string },
): Promise<{ until: Date }> {
  return onEntry(ctx, side, reference, async (tx, report, own) => {
    const { calendar } = await pinnedPolicy(tx, report.policyVersionId);
    const until = backAt(input, tx.now, calendar.zone);
    if (until === null) {
      throw invalid("There is a problem", { day: ["Choose a day to come, within a year"] });
    }
    await change(tx, and(own, isNull(inboxItems.doneAt)), { snoozedUntil: until, seenAt: tx.now });
    return { until };
  });
}

/** Takes an entry back before its time. Errors: NOT_FOUND, CONFLICT. */
export function wakeEntry(ctx: Context, side: InboxSide, reference: string): Promise<void> {
  return onEntry(ctx, side, reference, (tx, _report, own) =>
    change(tx, and(own, isNull(inboxItems.doneAt), isNotNull(inboxItems.snoozedUntil)), { snoozedUntil: null }),
  );
}

/** Its reader has the report open: nothing of it is new any more. In a transaction that has judged that they read it. */
export async function markSeen(tx: Transaction, reportId: string): Promise<void> {
  const accountId = accountOf(tx.actor);
  if (accountId === null) return;
  await tx.db
    .update(inboxItems)
    .set({ seenAt: tx.now })
    .where(
      and(
        eq(inboxItems.accountId, accountId),
        eq(inboxItems.reportId, reportId),
        isNull(inboxItems.doneAt),
        isNull(inboxItems.seenAt),
      ),
    );
}

/** Days for which what was done can be looked up. */
export const DONE_DAYS = 90;
const DAY_MS = 86_400_000;

/** Forgets what was done long ago. FORBIDDEN for everybody but the portal. */
export async function forgetDone(ctx: Context): Promise<void> {
  if (!can(ctx.actor, "notifications.digest", null)) throw forbidden("Only the portal itself can do this.");
  await inTransaction(ctx, (tx) =>
    tx.db.delete(inboxItems).where(lt(inboxItems.doneAt, new Date(tx.now.getTime() - DONE_DAYS * DAY_MS))),
  );
}
