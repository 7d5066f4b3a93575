import "server-only";
import { and, asc, eq, isNotNull } from "drizzle-orm";
import { incomingMails, type mails, mailTokens, type reports } from "@/db/schema";
import { appSecret, env } from "@/lib/env/env";
import { addressToken, type Tag, taggedAddress } from "@/lib/mail-in/addresses";
import { mailboxes } from "@/lib/mail-in/mailboxes/queries";
import { rawOf } from "@/lib/mail-in/mutations/load";
import { OPEN_LINK_DAYS } from "@/lib/mail-in/open-link";
import type { Conversation } from "@/lib/notifications/templates/catalogue";
import type { Transaction } from "@/lib/request/transaction";
import { hashToken, lookupHash } from "@/lib/vault/lookup";

/** Days in which a mail can be replied to, and in which it may come back. */
const REPLY_DAYS = 180;
const BOUNCE_DAYS = 14;

type Mail = typeof mails.$inferSelect;
type Report = typeof reports.$inferSelect;

/** What a mail is given when it leaves, so that what comes back finds its way. */
export type Thread = {
  replyTo?: string;
  /** MAIL FROM, where bounces go to an address of their own. */
  envelopeFrom?: string;
  references: string[];
  answers: boolean;
  params: Conversation;
};

/**
 * The thread of a mail about a report, when it goes to the report's reporter. Every secret is made from the mail's own id: a
 * delivery that is tried again carries the same ones. Where mail does not come in, nobody is told to reply.
 */
export async function threadOf(tx: Transaction, mail: Mail, report: Report | null, from: string): Promise<Thread> {
  const { MAIL_IN_LISTEN, MAIL_IN_IMAP_URL } = env();
  const comesIn = Boolean(MAIL_IN_LISTEN ?? MAIL_IN_IMAP_URL);
  const box = comesIn ? (await mailboxes(tx.db)).find(({ address }) => address === from.toLowerCase()) : undefined;
  const give = async (purpose: Tag["purpose"], days: number) => {
    const token = addressToken(secretOf(mail.id, `${purpose}-token`).subarray(0, 20));
    await keepToken(tx, mail, report?.id ?? null, { purpose, token, days });
    return box ? taggedAddress(box.address, { purpose, token }) : "";
  };
  const bounces = box ? { envelopeFrom: await give("bounce", BOUNCE_DAYS) } : {};
  if (report === null || report.reporterId !== mail.accountId) {
    return { ...bounces, references: [], answers: false, params: {} };
  }
  const first = report.channel === "mail" ? await messageIdOfFirst(tx, report.id) : null;
  const root = `<${lookupHash(appSecret(), "mail-thread", report.id).toString("hex").slice(0, 32)}@${new URL(env().APP_URL).hostname}>`;
  const openPath = report.channel === "mail" ? await openPathOf(tx, mail, report) : null;
  return {
    ...bounces,
    ...(box ? { replyTo: await give("reply", REPLY_DAYS) } : {}),
    references: first === null ? [root] : [root, first],
    answers: first !== null && mail.template === "report_received",
    params: { ...(box ? { replies: true } : {}), ...(openPath ? { openPath } : {}) },
  };
}

const secretOf = (mailId: string, purpose: string) => lookupHash(appSecret(), purpose, mailId);

async function keepToken(
  tx: Transaction,
  mail: Mail,
  reportId: string | null,
  { purpose, token, days }: { purpose: Tag["purpose"] | "open"; token: string; days: number },
): Promise<void> {
  await tx.db
    .insert(mailTokens)
    .values({
      tokenHash: hashToken(token),
      purpose,
      mailId: mail.id,
      reportId,
      accountId: mail.accountId,
      createdAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + days * 86_400_000),
    })
    .onConflictDoNothing();
}

/** A link for a guest who was never shown a code: until one of their links was used, each mail brings one. */
async function openPathOf(tx: Transaction, mail: Mail, report: Report): Promise<string | null> {
  if (mail.accountId !== null || report.guestCodeHash === null) return null;
  const [used] = await tx.db
    .select({ usedAt: mailTokens.usedAt })
    .from(mailTokens)
    .where(and(eq(mailTokens.reportId, report.id), eq(mailTokens.purpose, "open"), isNotNull(mailTokens.usedAt)))
    .limit(1);
  if (used) return null;
  const token = secretOf(mail.id, "open-link").toString("base64url");
  await keepToken(tx, mail, report.id, { purpose: "open", token, days: OPEN_LINK_DAYS });
  return `/track/mail?token=${token}`;
}

/** The Message-ID of the mail that a report came by, when it can stand in a header. */
async function messageIdOfFirst(tx: Transaction, reportId: string): Promise<string | null> {
  const [row] = await tx.db
    .select()
    .from(incomingMails)
    .where(and(eq(incomingMails.reportId, reportId), eq(incomingMails.state, "report")))
    .orderBy(asc(incomingMails.receivedAt))
    .limit(1);
  if (!row) return null;
  const head =
    rawOf(row)
      .subarray(0, 65_536)
      .toString("latin1")
      .split(/\r?\n\r?\n/, 1)[0] ?? "";
  return /^message-id:\s*(<[!-;=?-~]{1,250}>)\s*$/im.exec(head)?.[1] ?? null;
}
