import "server-only";
import { asc, eq, inArray, sql } from "drizzle-orm";
import { digestItems, inboxItems, notificationChoices, policyVersions, programs, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { forbidden, notFound } from "@/lib/errors";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { merged } from "../catch-up";
import { type Choices, type ChosenEvent, chosenEventOf, inboxEventOf, wayOf } from "../choices";
import { queueMail } from "../mutations";
import type { Notification } from "../recipients";
import type { MailParams } from "../templates/catalogue";
import { choicesOf } from "./queries";

/** Keeps how the actor wants to hear of events. NOT_FOUND without an account. */
export async function chooseNotifications(ctx: Context, choices: Choices): Promise<{ chosen: true }> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const rows = Object.entries(choices).map(([event, chosen]) => ({ accountId, event, ...chosen, chosenAt: tx.now }));
    if (rows.length === 0) return { chosen: true };
    await tx.db
      .insert(notificationChoices)
      .values(rows)
      .onConflictDoUpdate({
        target: [notificationChoices.accountId, notificationChoices.event],
        set: { way: sql`excluded.way`, inbox: sql`excluded.inbox`, chosenAt: sql`excluded.chosen_at` },
      });
    return { chosen: true };
  });
}

/**
 * Those of the told who hear of it by mail now. In the transaction of the act itself, what others want once a day is put
 * aside for them, and what comes into inboxes is put there.
 */
export async function hearingNow(
  tx: Transaction,
  reportId: string,
  told: readonly Notification[],
  isAccount: (notification: Notification) => boolean,
  /** Where on the report's page it stands. */
  anchor: string | null = null,
): Promise<Notification[]> {
  const choices = await choicesOf(
    tx,
    told.filter(isAccount).map(({ accountId }) => accountId),
  );
  const way = (one: Notification) => wayOf(one, choices.get(one.accountId) ?? {});
  const later = told.flatMap((one) => {
    const event = way(one) === "digest" ? chosenEventOf(one) : null;
    return event === null ? [] : [{ accountId: one.accountId, reportId, event, createdAt: tx.now }];
  });
  if (later.length > 0) await tx.db.insert(digestItems).values(later);
  const entries = told.filter(isAccount).flatMap((one) => {
    const { accountId } = one;
    const event = inboxEventOf(one, choices.get(accountId) ?? {});
    return event === null ? [] : [{ accountId, reportId, event, anchor, createdAt: tx.now }];
  });
  if (entries.length > 0) await tx.db.insert(inboxItems).values(entries);
  return told.filter((one) => way(one) === "mail");
}

/** Accounts whose daily mail is made in one transaction. */
const AT_A_TIME = 50;
const ITEMS_AT_MOST = 200;

/** Makes one mail a person of what was put aside for them. FORBIDDEN for everybody but the portal. */
export async function sendDigests(ctx: Context): Promise<{ more: boolean }> {
  if (!can(ctx.actor, "notifications.digest", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const accounts = await tx.db
      .selectDistinct({ accountId: digestItems.accountId })
      .from(digestItems)
      .orderBy(asc(digestItems.accountId))
      .limit(AT_A_TIME);
    for (const { accountId } of accounts) {
      const rows = await tx.db
        .select({
          id: digestItems.id,
          event: digestItems.event,
          reference: reports.reference,
          slug: programs.slug,
          document: policyVersions.document,
        })
        .from(digestItems)
        .innerJoin(reports, eq(reports.id, digestItems.reportId))
        .innerJoin(programs, eq(programs.id, reports.programId))
        .innerJoin(policyVersions, eq(policyVersions.id, reports.policyVersionId))
        .where(eq(digestItems.accountId, accountId))
        .orderBy(asc(digestItems.id))
        .limit(ITEMS_AT_MOST);
      await tx.db.delete(digestItems).where(
        inArray(
          digestItems.id,
          rows.map(({ id }) => id),
        ),
      );
      await queueMail(tx, "digest", { accountId }, { items: merged(rows.map(itemOf)) });
    }
    return { more: accounts.length === AT_A_TIME };
  });
}

type Row = { event: string; reference: string; document: { organisation: { tradeName: string } } };

const itemOf = ({ event, reference, document }: Row): MailParams["digest"]["items"][number] => ({
  reference,
  program: document.organisation.tradeName,
  event: event as ChosenEvent,
  times: 1,
});
