import { parseEmailAddress } from "@/lib/accounts/email-address";
import { accountByEmail, endSessions } from "@/lib/accounts/mutations/write-account";
import { inTransaction } from "@/lib/request/transaction";
import { type Command, positional, UsageError } from "../command";

export const sessionsRevoke: Command = {
  name: "sessions revoke",
  usage: "sessions revoke EMAIL",
  summary: "End every session of an account at once",
  run: (args, { ctx }) => {
    const email = parseEmailAddress(positional(args, 0, "EMAIL"));
    if (!email) throw new UsageError("EMAIL must be one address");
    return inTransaction(ctx, async (tx) => {
      const account = await accountByEmail(tx, email);
      if (!account)
        return { code: 1, json: { error: "no such account" }, text: "There is no account with this address." };
      const ended = await endSessions(tx, account.id, tx.now);
      return { code: 0, json: { ended }, text: `${ended} sessions ended.` };
    });
  },
};
