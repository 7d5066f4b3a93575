import "server-only";
import { v7 } from "uuid";
import { mails } from "@/db/schema";
import { appSecret } from "@/lib/env/env";
import { enqueue } from "@/lib/jobs/enqueue";
import { deliveryJob } from "@/lib/mail/delivery-job";
import type { Transaction } from "@/lib/request/transaction";
import { lookupHash } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";
import type { MailParams, MailTemplate } from "./templates/catalogue";

type Recipient = { accountId: string } | { address: string };

/** One mail to promise: its template with just the parameters that template takes. */
export type PromisedMail = {
  [T in MailTemplate]: {
    template: T;
    to: Recipient;
    params: MailParams[T];
    /** The armoured key to encrypt to where it is not the one on file: of the key that a change replaces. */
    key?: string;
  };
}[MailTemplate];

/** Promises mails in the transaction of the event that causes them. `as`: for one that takes the place of earlier ones. */
export async function queueMails(
  tx: Transaction,
  promised: readonly PromisedMail[],
  as: { createdAt: Date; retriedAt: Date | null } = { createdAt: tx.now, retriedAt: null },
): Promise<void> {
  if (promised.length === 0) return;
  const rows = promised.map(({ template, to, params, key }) => {
    const id = v7();
    const seal = (column: string, text: string) => sealWithRing(ring(), { table: "mails", column, rowId: id }, text);
    return {
      id,
      template,
      accountId: "accountId" in to ? to.accountId : null,
      addressSealed: "address" in to ? seal("address_sealed", to.address) : null,
      keySealed: key === undefined ? null : seal("key_sealed", key),
      paramsSealed: seal("params_sealed", JSON.stringify(params)),
      thread: threadOf(to, params),
      ...as,
    };
  });
  await tx.db.insert(mails).values(rows);
  await enqueue(tx, "deliver_mail", rows.map(deliveryJob));
}

/** What one reader hears of one report; null for a mail that stands alone. */
function threadOf(to: Recipient, params: object): Buffer | null {
  if (!("reference" in params)) return null;
  const reader = "accountId" in to ? to.accountId : to.address;
  return lookupHash(appSecret(), "mail-order", JSON.stringify([reader, params.reference]));
}

/** Promises one mail. */
export function queueMail<T extends MailTemplate>(
  tx: Transaction,
  template: T,
  to: Recipient,
  params: MailParams[T],
): Promise<void> {
  return queueMails(tx, [{ template, to, params } as PromisedMail]);
}
