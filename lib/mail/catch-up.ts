import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { mails } from "@/db/schema";
import { caughtUp, isOverdue, toldWith, type Waiting } from "@/lib/notifications/catch-up";
import { type PromisedMail, queueMails } from "@/lib/notifications/mutations";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { waiting } from "./order";

type Mail = typeof mails.$inferSelect;
type Opened = Waiting & { row: Mail };

/** Mails that are put into one in one transaction. */
const AT_MOST = 500;

/**
 * Puts an overdue mail and those that wait with it into one, which is promised in their place; true when that was done, here
 * or by somebody else meanwhile. What is replaced is gone: all that it said stands in the one that is sent.
 */
export async function toldTogether(tx: Transaction, mail: Mail): Promise<boolean> {
  const own = opened(mail);
  const group = own && toldWith(own);
  if (!group || !isOverdue(own, tx.now)) return false;
  if (group === "report" ? mail.thread === null : mail.accountId === null) return false;
  const rows = await tx.db
    .select()
    .from(mails)
    .where(
      and(
        group === "report"
          ? eq(mails.thread, mail.thread ?? Buffer.alloc(0))
          : eq(mails.accountId, mail.accountId ?? ""),
        inArray(mails.template, ["report_news", "staff_news", "digest", "clock_news"]),
        waiting(),
      ),
    )
    .orderBy(asc(mails.id))
    .limit(AT_MOST)
    .for("update");
  // Of two that come at once, the second finds its own gone.
  if (rows.length < AT_MOST && !rows.some(({ id }) => id === mail.id)) return true;
  const companions = rows.flatMap((row) => {
    const one = opened(row);
    return one && toldWith(one) === group ? [one] : [];
  });
  const one = caughtUp(group, companions, tx.now);
  if (one === null) return false;
  await tx.db.delete(mails).where(
    inArray(
      mails.id,
      one.replaced.map(({ row }) => row.id),
    ),
  );
  const retried = one.replaced.flatMap(({ row }) => (row.retriedAt === null ? [] : [row.retriedAt.getTime()]));
  const promised = { ...one.mail, to: recipientOf(mail) } as PromisedMail;
  await queueMails(tx, [promised], {
    createdAt: one.createdAt,
    retriedAt: retried.length > 0 ? new Date(Math.max(...retried)) : null,
  });
  return true;
}

/** What a row says, when it is of a kind that can be told with others and is written to one key on file. */
function opened(row: Mail): Opened | null {
  if (row.keySealed !== null) return null;
  const params = openWithRing(ring(), { table: "mails", column: "params_sealed", rowId: row.id }, row.paramsSealed);
  const mail = { template: row.template, params: JSON.parse(params), createdAt: row.createdAt, row } as Opened;
  return toldWith(mail) === null ? null : mail;
}

function recipientOf(mail: Mail): { accountId: string } | { address: string } {
  if (mail.accountId !== null) return { accountId: mail.accountId };
  if (mail.addressSealed === null) throw new Error("a mail without a recipient waits");
  const place = { table: "mails", column: "address_sealed", rowId: mail.id };
  return { address: openWithRing(ring(), place, mail.addressSealed) };
}
