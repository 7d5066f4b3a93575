import "server-only";
import { eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { can, isReporterOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { pulseMark } from "../pulse-mark";

/** The present mark of a report for the reader, who compares it with the one on their page. Errors: NOT_FOUND. */
export async function reportPulse(ctx: Context, reference: string): Promise<{ mark: string }> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({
        programId: reports.programId,
        reporterId: reports.reporterId,
        guestCodeHash: reports.guestCodeHash,
        urgentAt: reports.urgentAt,
        releasedAt: reports.releasedAt,
        readers: reports.readers,
        version: reports.version,
        receivedAt: reports.receivedAt,
        reporterAt: reports.reporterAt,
        staffPublicAt: reports.staffPublicAt,
      })
      .from(reports)
      .where(eq(reports.reference, reference));
    if (!row || !can(tx.actor, "report.read", row)) throw notFound();
    return { mark: pulseMark(isReporterOf(tx.actor, row) ? "reporter" : "staff", row) };
  });
}
