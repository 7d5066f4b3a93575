import "server-only";
import { forbidden, notFound } from "@/lib/errors";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { stepUpMeansOf } from "../queries";
import { parseRecoveryCode } from "../recovery-code";
import { signInWithRecoveryCode, verifyTotp } from "./second-factor";
import { continueSession, realTime, type StartedSession } from "./start-session";

type Browser = { network: string; device: string; replaces: string | null };

/**
 * Asks staff for the second factor again before they put their name to something: a code of the authenticator, or one
 * of the recovery codes. The session goes on under a new token, stepped up for five minutes.
 */
export async function stepUp(ctx: Context, input: Browser & { code: string }): Promise<StartedSession> {
  staffAccount(ctx);
  const give = parseRecoveryCode(input.code) === null ? verifyTotp : signInWithRecoveryCode;
  return give(ctx, input, continueSession);
}

/** In the demonstration its own accounts have no authenticator: their second factor counts as given, as at sign-in. */
export async function stepUpInDemonstration(ctx: Context, input: Browser): Promise<StartedSession> {
  const accountId = staffAccount(ctx);
  await takePoint(ctx.db, "demonstration:network", input.network);
  return inTransaction(ctx, async (tx) => {
    if ((await stepUpMeansOf(tx, accountId)) !== "demonstration") throw forbidden("The demonstration is off.");
    return continueSession(tx, { ...input, accountId, at: realTime(ctx, tx) });
  });
}

function staffAccount(ctx: Context): string {
  if (ctx.actor.kind !== "staff") throw notFound();
  return ctx.actor.accountId;
}
