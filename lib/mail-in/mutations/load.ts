import "server-only";
import { and, eq } from "drizzle-orm";
import { incomingMails } from "@/db/schema";
import { appSecret } from "@/lib/env/env";
import { pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openBytes } from "@/lib/vault/seal";
import { contentDigest, type ReadMail } from "../read";
import { keyOfMail, mailPlace } from "../sealed";
import type { MailState } from "../vocabulary";

export type IncomingMail = typeof incomingMails.$inferSelect;

/** The bytes of a mail as they came. */
export function rawOf(row: IncomingMail): Buffer {
  return openBytes(keyOfMail(ring(), row), mailPlace(row.id, "raw"), row.rawSealed);
}

/** What finds another copy of a mail without telling what it says. */
export function lookupsOf(programId: string, mail: ReadMail | null) {
  const under = (purpose: string, value: string) => lookupHash(appSecret(), `${purpose}:${programId}`, value);
  return {
    messageIdLookup: mail?.messageId ? under("mail-id", mail.messageId) : null,
    contentLookup: mail === null ? null : under("mail-content", contentDigest(mail)),
  };
}

/** The mail, locked for its settlement, as long as it stands in this state: of two that settle it one finds it. */
export async function lockMail(tx: Transaction, mailId: string, state: MailState): Promise<IncomingMail | null> {
  const [row] = await pastRowSecurity(tx, () =>
    tx.db
      .select()
      .from(incomingMails)
      .where(and(eq(incomingMails.id, mailId), eq(incomingMails.state, state)))
      .for("update"),
  );
  return row ?? null;
}

/** Writes what became of a mail that is locked. */
export async function settle(
  tx: Transaction,
  mailId: string,
  change: Partial<typeof incomingMails.$inferInsert>,
): Promise<void> {
  await pastRowSecurity(tx, () => tx.db.update(incomingMails).set(change).where(eq(incomingMails.id, mailId)));
}
