import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import { reportDrafts } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import { LIMITS, returnPoint, takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { type SentReport, submitReport } from "./submit";

const HELD_BACK = `${LIMITS["report:account"].points} reports were sent from this account in one day, the most we take from one. Your draft is kept.`;

/**
 * Sends the draft of an account, as long as it has not sent too many in a day (security.md C30). A draft that was sent
 * already counts for nothing. Errors: as `submitReport`, and RATE_LIMITED.
 */
export async function sendFromAccount(ctx: Context, input: { draftPublicId: string }): Promise<SentReport> {
  const account = accountOf(ctx.actor);
  if (account === null || (await wasSent(ctx, input.draftPublicId))) return submitReport(ctx, input);
  try {
    await takePoint(ctx.db, "report:account", account);
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "RATE_LIMITED") throw error;
    const wait = error.message.replace("Too many tries. ", "");
    throw new PortalError("RATE_LIMITED", `${HELD_BACK} ${wait}`, undefined, error.retryAfter);
  }
  try {
    return await submitReport(ctx, input);
  } catch (error) {
    // Nothing was sent, so nothing counts.
    await returnPoint(ctx.db, "report:account", account);
    throw error;
  }
}

async function wasSent(ctx: Context, publicId: string): Promise<boolean> {
  return inTransaction(ctx, async ({ db }) => {
    const sent = and(eq(reportDrafts.publicId, publicId), isNotNull(reportDrafts.submittedAt));
    return (await db.select({ id: reportDrafts.id }).from(reportDrafts).where(sent)).length > 0;
  });
}
