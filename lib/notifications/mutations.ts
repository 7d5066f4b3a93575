import "server-only";
import { v7 } from "uuid";
import { mails } from "@/db/schema";
import { enqueue } from "@/lib/jobs/enqueue";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";
import type { MailParams, MailTemplate } from "./templates/catalogue";

/** Promises one mail to an account, in the transaction of the event that causes it. */
export async function queueMail<T extends MailTemplate>(
  tx: Transaction,
  template: T,
  to: { accountId: string } | { address: string },
  params: MailParams[T],
): Promise<void> {
  const id = v7();
  const seal = (column: string, text: string) => sealWithRing(ring(), { table: "mails", column, rowId: id }, text);
  await tx.db.insert(mails).values({
    id,
    template,
    accountId: "accountId" in to ? to.accountId : null,
    addressSealed: "address" in to ? seal("address_sealed", to.address) : null,
    paramsSealed: seal("params_sealed", JSON.stringify(params)),
    createdAt: tx.now,
  });
  await enqueue(tx, "deliver_mail", { mailId: id }, `mail:${id}`);
}
