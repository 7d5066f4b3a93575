import "server-only";
import { PortalError } from "@/lib/errors";
import { type SentReport, submitReport } from "@/lib/reports/mutations/submit";
import { returnPoint, takePoint } from "@/lib/request/rate-limit";
import type { Context } from "@/lib/request/transaction";
import { readProof } from "../proof/mutations";

const HELD_BACK =
  "Many reports were sent without JavaScript in the last hour, so this one has to wait. Your draft is kept.";

/**
 * Sends a guest's draft. With a proof of work at once; without one the report is taken all the same, marked for triage,
 * as long as few of its kind came from this network and from all. Errors: as `submitReport`, and RATE_LIMITED.
 */
export async function sendAsGuest(
  ctx: Context,
  input: { draftPublicId: string; draftTokens: readonly string[]; proof: unknown; network: string },
): Promise<SentReport> {
  const { network, ...sent } = input;
  const proof = await readProof(ctx.db, input.proof);
  if (proof !== null) return submitReport(ctx, { ...sent, proof });
  await takePoints(ctx, network);
  try {
    return await submitReport(ctx, { ...sent, proof: null });
  } catch (error) {
    // Nothing was sent, so nothing counts.
    await returnPoint(ctx.db, "guest-report:network", network);
    await returnPoint(ctx.db, "guest-report:everybody", "");
    throw error;
  }
}

async function takePoints(ctx: Context, network: string): Promise<void> {
  try {
    await takePoint(ctx.db, "guest-report:network", network);
    try {
      await takePoint(ctx.db, "guest-report:everybody", "");
    } catch (refused) {
      await returnPoint(ctx.db, "guest-report:network", network);
      throw refused;
    }
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "RATE_LIMITED") throw error;
    throw new PortalError("RATE_LIMITED", `${HELD_BACK} ${error.message.replace("Too many tries. ", "")}`);
  }
}
