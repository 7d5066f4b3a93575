import "server-only";
import { eq } from "drizzle-orm";
import { programs, reports } from "@/db/schema";
import { isReporterOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openJson, unwrapKey } from "@/lib/vault/seal";
import { carriedOver } from "../../form/carried-over";
import { answersPlace } from "../../places";
import { readStored } from "../../salted";
import { type StartedDraft, startDraft } from "../mutations";

/**
 * Begins another report about the same product: who one is and how one wants to be credited stand in it already.
 * Errors: NOT_FOUND for everybody but the reporter, CONFLICT while the program takes no reports.
 */
export async function startAnother(ctx: Context, input: { reference: string }): Promise<StartedDraft> {
  const before = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ report: reports, programSlug: programs.slug })
      .from(reports)
      .innerJoin(programs, eq(programs.id, reports.programId))
      .where(eq(reports.reference, input.reference));
    if (!row || !isReporterOf(tx.actor, row.report)) throw notFound();
    const { id, dataKey, answersSealed } = row.report;
    const { answers } = readStored(openJson(unwrapKey(ring(), dataKey, id), answersPlace(id), answersSealed));
    return { programSlug: row.programSlug, answers: carriedOver(answers) };
  });
  return startDraft(ctx, before);
}
