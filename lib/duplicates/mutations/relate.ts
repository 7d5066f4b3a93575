import "server-only";
import { ne } from "drizzle-orm";
import { reportRelations } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid } from "@/lib/errors";
import { STAFF_ONLY } from "@/lib/handling/mutations/load";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction } from "@/lib/request/transaction";
import type { RelateInput } from "../schema";
import { both } from "./mark";

/**
 * Says of two reports that they belong together, or that they are different and need not be suggested again.
 * Errors: NOT_FOUND (either is not visible), FORBIDDEN, INVALID (two programs), CONFLICT (that was said already).
 */
export async function relateReports(ctx: Context, reference: string, input: RelateInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { mine, other } = await both(tx, reference, input.other);
    if (!can(tx.actor, "report.handle", mine)) throw forbidden(STAFF_ONLY);
    if (mine.id === other.id || mine.programId !== other.programId) {
      throw invalid("There is a problem", { other: ["Choose another report of the same program"] });
    }
    // One row for the two, whichever page one came from.
    const [reportId, otherId] = [mine.id, other.id].sort() as [string, string];
    const decided = { relation: input.relation, decidedBy: accountOf(tx.actor), decidedAt: tx.now };
    const said = await tx.db
      .insert(reportRelations)
      .values({ reportId, otherId, ...decided })
      .onConflictDoUpdate({
        target: [reportRelations.reportId, reportRelations.otherId],
        set: decided,
        setWhere: ne(reportRelations.relation, input.relation),
      })
      .returning({ reportId: reportRelations.reportId });
    if (said.length === 0) throw conflict("That was said of these two already.");
    for (const [one, two] of [
      [mine, other],
      [other, mine],
    ] as const) {
      await recordReportEvents(tx, one.id, [{ type: "relation.set", otherId: two.id, relation: input.relation }]);
    }
  });
}
