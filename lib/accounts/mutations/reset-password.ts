import "server-only";
import { eq } from "drizzle-orm";
import { accounts } from "@/db/schema";
import { conflict, invalid } from "@/lib/errors";
import { recordSystemEvent } from "@/lib/ledger/record";
import { queueMail } from "@/lib/notifications/mutations";
import { inEvenTime } from "@/lib/request/even-time";
import { forgetPoints, takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { LINK_SENTENCES } from "../link-state";
import { hashPassword } from "../password-hash";
import { passwordProblem } from "../password-rule";
import { openEmail, openProfile } from "../records";
import { issueLink, spendLink } from "./issue-link";
import { markConfirmed } from "./sign-up";
import { realTime } from "./start-session";
import { accountByEmail, endSessions, passwordPepper, setPassword } from "./write-account";

/** Mails a link if the address is known; the answer never says which. */
export async function requestPasswordReset(
  ctx: Context,
  input: { email: string; network: string },
): Promise<{ email: string }> {
  await takePoint(ctx.db, "account-mail:network", input.network);
  await takePoint(ctx.db, "account-mail:recipient", `reset:${input.email}`);
  await inEvenTime(() =>
    inTransaction(ctx, async (tx) => {
      const account = await accountByEmail(tx, input.email);
      if (!account || account.deactivatedAt) return;
      const token = await issueLink(tx, "reset_password", account.id);
      await queueMail(tx, "reset_password", { accountId: account.id }, { path: `/reset-password?token=${token}` });
    }),
  );
  return { email: input.email };
}

/** Sets a new password and ends every session. A second factor stays and is asked for at the next sign-in. */
export async function resetPassword(ctx: Context, input: { token: string; password: string }): Promise<void> {
  const hash = await hashPassword(input.password, passwordPepper());
  const email = await inTransaction(ctx, async (tx) => {
    const { accountId } = await spendLink(tx, "reset_password", input.token);
    if (accountId === null) throw conflict(LINK_SENTENCES.unknown);
    const [account] = await tx.db.select().from(accounts).where(eq(accounts.id, accountId));
    if (!account || account.deactivatedAt) throw conflict(LINK_SENTENCES.unknown);
    const address = openEmail(ring(), accountId, account.emailSealed);
    const { displayName } = openProfile(ring(), accountId, account.profileSealed);
    const problem = passwordProblem(input.password, { email: address, displayName });
    // Rolls the use of the link back, so that it can be tried again.
    if (problem) throw invalid("There is a problem", { password: [problem] });
    await setPassword(tx, accountId, hash);
    await endSessions(tx, accountId, realTime(ctx, tx));
    await markConfirmed(tx, accountId);
    await recordSystemEvent(tx, { type: "account.password_changed", accountId });
    await queueMail(tx, "password_changed", { accountId }, {});
    return address;
  });
  await forgetPoints(ctx.db, "sign-in:account", email);
}
