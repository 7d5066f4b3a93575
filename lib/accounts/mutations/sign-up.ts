import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import type { z } from "zod";
import { accounts } from "@/db/schema";
import { conflict } from "@/lib/errors";
import { recordSystemEvent } from "@/lib/ledger/record";
import { forgetReturned } from "@/lib/mail/returned/mutations";
import { addressOfAccount } from "@/lib/mail/returned/queries";
import { queueMail } from "@/lib/notifications/mutations";
import { inEvenTime } from "@/lib/request/even-time";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { LINK_SENTENCES } from "../link-state";
import { hashPassword } from "../password-hash";
import type { signUpSchema } from "../schema";
import { issueLink, spendLink } from "./issue-link";
import { accountByEmail, passwordPepper, writeAccount } from "./write-account";

/**
 * Opens an account that waits for its address to be confirmed. A known address gets the same answer
 * and a mail that says so; nobody else learns of it.
 */
export async function signUp(
  ctx: Context,
  input: z.output<typeof signUpSchema> & { network: string },
): Promise<{ email: string }> {
  await takePoint(ctx.db, "sign-up:network", input.network);
  await takePoint(ctx.db, "account-mail:recipient", `sign-up:${input.email}`);
  const passwordHash = await hashPassword(input.password, passwordPepper());
  await inEvenTime(() =>
    inTransaction(ctx, async (tx) => {
      const made = await writeAccount(tx, { ...input, passwordHash, confirmed: false });
      if (made) return mailConfirmation(tx, made.accountId);
      const known = await accountByEmail(tx, input.email);
      if (known && !known.deactivatedAt) await queueMail(tx, "address_already_known", { accountId: known.id }, {});
    }),
  );
  return { email: input.email };
}

async function mailConfirmation(tx: Transaction, accountId: string): Promise<void> {
  const token = await issueLink(tx, "verify_email", accountId);
  await queueMail(tx, "verify_email", { accountId }, { path: `/verify-email?token=${token}` });
}

export async function resendConfirmation(
  ctx: Context,
  input: { email: string; network: string },
): Promise<{ email: string }> {
  await takePoint(ctx.db, "account-mail:network", input.network);
  await takePoint(ctx.db, "account-mail:recipient", `confirm:${input.email}`);
  await inEvenTime(() =>
    inTransaction(ctx, async (tx) => {
      const account = await accountByEmail(tx, input.email);
      if (account && !account.emailConfirmedAt && !account.deactivatedAt) await mailConfirmation(tx, account.id);
    }),
  );
  return { email: input.email };
}

export async function confirmEmail(ctx: Context, input: { token: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { accountId } = await spendLink(tx, "verify_email", input.token);
    if (accountId === null) throw conflict(LINK_SENTENCES.unknown);
    await markConfirmed(tx, accountId);
  });
}

/** Whoever opened a link from the mailbox has shown that it is theirs. */
export async function markConfirmed(tx: Transaction, accountId: string): Promise<void> {
  const [confirmed] = await tx.db
    .update(accounts)
    .set({ emailConfirmedAt: tx.now })
    .where(and(eq(accounts.id, accountId), isNull(accounts.emailConfirmedAt)))
    .returning({ id: accounts.id });
  const address = await addressOfAccount(tx, accountId);
  if (address !== null) await forgetReturned(tx, address);
  if (confirmed) await recordSystemEvent(tx, { type: "account.confirmed", accountId });
}
