import "server-only";
import { accountOf } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import { type Limit, takePoint } from "@/lib/request/rate-limit";
import type { Context } from "@/lib/request/transaction";
import { type Refusal, refusalSentence } from "../accepted";

const MEGABYTE = 1024 ** 2;

/** Takes a file and its bytes from what one place may add in an hour, and its writer in a day. RATE_LIMITED */
export async function takeUploadBudget(ctx: Context, place: string, bytes: number): Promise<void> {
  // A guest is known by their draft or report alone.
  const writer = accountOf(ctx.actor) ?? place;
  await take(ctx, "upload:draft", place, 1, "hour");
  await take(ctx, "upload-megabytes:writer", writer, Math.max(1, Math.ceil(bytes / MEGABYTE)), "day");
}

async function take(ctx: Context, limit: Limit, subject: string, points: number, refusal: Refusal): Promise<void> {
  try {
    await takePoint(ctx.db, limit, subject, points);
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "RATE_LIMITED") throw error;
    throw new PortalError("RATE_LIMITED", refusalSentence(refusal, ""), undefined, error.retryAfter);
  }
}
