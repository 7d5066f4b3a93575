import "server-only";
import { desc, eq } from "drizzle-orm";
import { disclosureRequests, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import type { Disclosure } from "./types";

/** Whether the reporter may tell others, as far as it was asked. Errors: NOT_FOUND for whoever does not read the report. */
export async function disclosureOf(ctx: Context, reference: string): Promise<Disclosure> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    if (!row || !can(tx.actor, "report.read", row)) throw notFound();
    const [last] = await tx.db
      .select()
      .from(disclosureRequests)
      .where(eq(disclosureRequests.reportId, row.id))
      .orderBy(desc(disclosureRequests.askedAt))
      .limit(1);
    const asked = last?.state === "asked";
    return {
      state: last?.state ?? null,
      plannedOn: last?.plannedOn ?? null,
      agreedFrom: last?.agreedFrom ?? null,
      askedAt: last?.askedAt.toISOString() ?? null,
      answeredAt: last?.answeredAt?.toISOString() ?? null,
      mayAsk: !asked && can(tx.actor, "disclosure.ask", row),
      mayAnswer: asked && can(tx.actor, "disclosure.answer", row),
    };
  });
}
