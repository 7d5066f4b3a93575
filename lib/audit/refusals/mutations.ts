import "server-only";
import { accountOf } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import type { Refusal } from "@/lib/ledger/program-events";
import { recordProgramEvent, recordSystemEvent } from "@/lib/ledger/record";
import { takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction } from "@/lib/request/transaction";

/**
 * Records that somebody with an account was refused (security.md C23): in each program they work for, whose auditor sees
 * who tries doors; else in the portal's own stream. What they asked for was refused already, in a transaction that is
 * gone. @returns whether it was recorded: other errors are none, and after many in an hour no more are.
 */
export async function recordRefusal(ctx: Context, action: string, error: unknown): Promise<boolean> {
  const account = accountOf(ctx.actor);
  if (account === null || !(error instanceof PortalError)) return false;
  if (error.code !== "FORBIDDEN" && error.code !== "NOT_FOUND") return false;
  const event: Refusal = { type: "access.refused", action, answer: error.code };
  try {
    await takePoint(ctx.db, "refusal:account", account);
  } catch (limited) {
    if (limited instanceof PortalError) return false;
    throw limited;
  }
  const { actor } = ctx;
  const programs = actor.kind === "staff" ? [...new Set(actor.memberships.map(({ programId }) => programId))] : [];
  await inTransaction(ctx, async (tx) => {
    for (const program of programs.sort()) await recordProgramEvent(tx, program, event);
    if (programs.length === 0) await recordSystemEvent(tx, event);
  });
  return true;
}
