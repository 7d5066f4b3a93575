import "server-only";
import { sql } from "drizzle-orm";
import { accounts, deskSettings } from "@/db/schema";
import { openEmail } from "@/lib/accounts/records";
import type { Actor } from "@/lib/auth/policy";
import { returnedSince } from "@/lib/mail/returned/queries";
import { unreadCount } from "@/lib/notifications/inbox/queries";
import { type Context, inTransaction, together } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";

/** Minutes in which a failure counts as mail being down, when nothing was delivered after it. */
const RECENT_MINUTES = 60;

export type DeskShell = {
  /** Since when no mail goes out, ISO, and how many wait; null while it does. */
  mailDown: { since: string; waiting: number } | null;
  /** Since when mail to one's own address comes back, ISO; null while it arrives. */
  returned: string | null;
  /** Whether single keys do something; they do until somebody switches them off. */
  keys: boolean;
  /** News in the inbox that were not looked at. */
  unread: number;
};

type Asked = Context & { actor: Extract<Actor, { kind: "staff" }> };

/**
 * What stands around every page of the desk, for whom it is. That mail is down is said of mails that failed and have
 * time left; a recipient that a server refuses says nothing of it and is not counted; a later delivery ends it.
 */
export function deskShell(ctx: Asked): Promise<DeskShell> {
  return together(ctx, async (one) => ({ ...(await frameOf(one)), unread: await unreadCount(one, "staff") }));
}

type Read = { since: Date | string | null; waiting: number; keys: boolean | null; address: string | null };

/** In one statement, and one more for the address, whose lookup the database cannot make. */
function frameOf(ctx: Asked): Promise<Omit<DeskShell, "unread">> {
  const { accountId } = ctx.actor;
  return inTransaction(ctx, async (tx) => {
    const recent = new Date(tx.now.getTime() - RECENT_MINUTES * 60_000).toISOString();
    const [row] = await tx.db.execute<Read>(sql`
      select mail.since, mail.waiting,
        (select d.keys from ${deskSettings} d where d.account_id = ${accountId}) as keys,
        (select encode(a.email_sealed, 'base64') from ${accounts} a
          where a.id = ${accountId} and a.deactivated_at is null) as address
      from app_mail_down(${recent}::timestamptz) mail`);
    if (!row) throw new Error("the desk's frame was not told");
    const address = row.address && openEmail(ring(), accountId, Buffer.from(row.address, "base64"));
    const returned = address ? await returnedSince(tx, address) : null;
    return {
      mailDown: row.since === null ? null : { since: new Date(row.since).toISOString(), waiting: row.waiting },
      returned: returned?.toISOString() ?? null,
      keys: row.keys ?? true,
    };
  });
}
