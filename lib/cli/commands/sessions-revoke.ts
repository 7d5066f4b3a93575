import { isNull } from "drizzle-orm";
import { sessions } from "@/db/schema";
import { parseEmailAddress } from "@/lib/accounts/email-address";
import { realTime } from "@/lib/accounts/mutations/start-session";
import { accountByEmail, endSessions } from "@/lib/accounts/mutations/write-account";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { type Command, type Outcome, positional, UsageError } from "../command";

async function endAll(ctx: Context, tx: Transaction): Promise<Outcome> {
  const open = await tx.db
    .selectDistinct({ accountId: sessions.accountId })
    .from(sessions)
    .where(isNull(sessions.endedAt));
  let ended = 0;
  for (const { accountId } of open) ended += await endSessions(tx, accountId, realTime(ctx, tx));
  return {
    code: 0,
    json: { ended, accounts: open.length },
    text: `${ended} sessions of ${open.length} accounts ended.`,
  };
}

export const sessionsRevoke: Command = {
  name: "sessions revoke",
  usage: "sessions revoke EMAIL | --all",
  summary: "End every session of an account, or of everybody, at once",
  options: { all: { type: "boolean" } },
  run: (args, { ctx }) => {
    if (args.values.all) {
      if (args.positionals.length > 0) throw new UsageError("Give EMAIL or --all, not both");
      return inTransaction(ctx, (tx) => endAll(ctx, tx));
    }
    const email = parseEmailAddress(positional(args, 0, "EMAIL"));
    if (!email) throw new UsageError("EMAIL must be one address");
    return inTransaction(ctx, async (tx) => {
      const account = await accountByEmail(tx, email);
      if (!account)
        return { code: 1, json: { error: "no such account" }, text: "There is no account with this address." };
      const ended = await endSessions(tx, account.id, realTime(ctx, tx));
      return { code: 0, json: { ended }, text: `${ended} sessions ended.` };
    });
  },
};
