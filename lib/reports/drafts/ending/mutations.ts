import "server-only";
import { and, eq, gt, isNotNull, isNull, lte, or } from "drizzle-orm";
import { reportDrafts } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { type PromisedMail, queueMails } from "@/lib/notifications/mutations";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { draftLimits, keptDays, keptUntil, WARNING_DAYS, warnedSince } from "../lifetime";
import { guestRecipient } from "../queries";

/** Deletes the unsent drafts that have had their time. FORBIDDEN for everybody but the portal itself. */
export async function pruneDrafts(ctx: Context): Promise<{ pruned: number }> {
  if (!can(ctx.actor, "drafts.prune", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const { unsaved, guest, empty } = draftLimits(tx.now);
    const gone = await tx.db
      .delete(reportDrafts)
      .where(
        and(
          isNull(reportDrafts.submittedAt),
          or(
            lte(reportDrafts.savedAt, unsaved),
            and(isNotNull(reportDrafts.guestHash), lte(reportDrafts.savedAt, guest)),
            and(eq(reportDrafts.rev, 1), lte(reportDrafts.savedAt, empty)),
          ),
        ),
      )
      .returning({ id: reportDrafts.id });
    return { pruned: gone.length };
  });
}

/**
 * Warns the owners of drafts that will be deleted in 14, and then in 3, days: each once, by a mail without content. A
 * guest is warned where they gave an address for it. FORBIDDEN for everybody but the portal itself.
 */
export async function warnOfEndingDrafts(ctx: Context): Promise<{ warned: number }> {
  if (!can(ctx.actor, "drafts.prune", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const { unsaved, guest } = draftLimits(tx.now);
    let warned = 0;
    // The later warning first: a draft that is due both, after a long rest, is warned of once.
    for (const days of [...WARNING_DAYS].reverse()) {
      const due = await tx.db
        .update(reportDrafts)
        .set({ warnedDays: days })
        .where(
          and(
            isNull(reportDrafts.submittedAt),
            gt(reportDrafts.rev, 1),
            or(isNull(reportDrafts.warnedDays), gt(reportDrafts.warnedDays, days)),
            or(
              and(
                isNotNull(reportDrafts.accountId),
                lte(reportDrafts.savedAt, warnedSince(tx.now, days, false)),
                gt(reportDrafts.savedAt, unsaved),
              ),
              and(
                isNotNull(reportDrafts.resumeSealed),
                lte(reportDrafts.savedAt, warnedSince(tx.now, days, true)),
                gt(reportDrafts.savedAt, guest),
              ),
            ),
          ),
        )
        .returning();
      const mails: PromisedMail[] = [];
      for (const draft of due) mails.push(await warningOf(tx, draft));
      await queueMails(tx, mails);
      warned += due.length;
    }
    return { warned };
  });
}

async function warningOf(tx: Transaction, draft: typeof reportDrafts.$inferSelect): Promise<PromisedMail> {
  const { accountId, savedAt, firstPolicyVersionId } = draft;
  const { document, calendar } = await pinnedPolicy(tx, firstPolicyVersionId);
  const guest = accountId === null;
  return {
    template: "draft_ending",
    ...(accountId === null ? guestRecipient(draft) : { to: { accountId } }),
    params: {
      program: document.organisation.tradeName,
      endsAt: keptUntil(savedAt, keptDays(guest)).toISOString(),
      zone: calendar.zone,
      guest,
    },
  };
}
