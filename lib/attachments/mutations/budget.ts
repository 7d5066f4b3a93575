import "server-only";
import { accountOf } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import { takePoint } from "@/lib/request/rate-limit";
import type { Context } from "@/lib/request/transaction";
import { sentences } from "../accepted";

const MEGABYTE = 1024 ** 2;

/** Takes a file and its bytes from what one draft may add in an hour, and its writer in a day. RATE_LIMITED */
export async function takeUploadBudget(ctx: Context, draftPublicId: string, bytes: number): Promise<void> {
  await takePoint(ctx.db, "upload:draft", draftPublicId);
  // A guest is known by the draft alone.
  const writer = accountOf(ctx.actor) ?? draftPublicId;
  try {
    await takePoint(ctx.db, "upload-megabytes:writer", writer, Math.max(1, Math.ceil(bytes / MEGABYTE)));
  } catch (error) {
    if (!(error instanceof PortalError) || error.code !== "RATE_LIMITED") throw error;
    throw new PortalError("RATE_LIMITED", sentences.dayFull, undefined, error.retryAfter);
  }
}
