import "server-only";
import { eq } from "drizzle-orm";
import { programs, responseTimes } from "@/db/schema";
import type { Context } from "@/lib/request/transaction";
import type { ResponseTimes } from "./types";

/** What the public page says: aggregates as last calculated. No report is read for it. */
export async function publicResponseTimes(
  ctx: Pick<Context, "db">,
  programSlug: string,
): Promise<{ calculatedAt: string; figures: ResponseTimes } | null> {
  const [row] = await ctx.db
    .select({ calculatedAt: responseTimes.calculatedAt, figures: responseTimes.figures })
    .from(responseTimes)
    .innerJoin(programs, eq(programs.id, responseTimes.programId))
    .where(eq(programs.slug, programSlug));
  return row ? { calculatedAt: row.calculatedAt.toISOString(), figures: row.figures } : null;
}
