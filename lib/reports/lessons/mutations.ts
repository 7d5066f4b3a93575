import "server-only";
import { eq } from "drizzle-orm";
import { policyLessons } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { loadReport } from "@/lib/reports/mutations/loaded";
import { lessonPlace, noteKeyOwner } from "@/lib/reports/places";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealText, unwrapKey } from "@/lib/vault/seal";

/**
 * Marks a closed report as a lesson for the policy, with a short text or none, or takes the mark back. Its reporter
 * learns nothing of it. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (not closed, marked already, not marked).
 */
export async function markLesson(
  ctx: Context,
  reference: string,
  input: { marked: boolean; text: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadReport(tx, reference);
    if (!can(tx.actor, "lesson.mark", row)) throw forbidden("Only a coordinator of this program can do this.");
    if (input.marked) {
      if (row.state !== "closed") throw conflict("Only a closed report can be a lesson.");
      // Its policy owner would read the reference.
      if (row.readers !== null) throw conflict("A restricted report can be no lesson: open it to the team first.");
      const key = unwrapKey(ring(), row.noteKey, noteKeyOwner(row.id));
      const added = await tx.db
        .insert(policyLessons)
        .values({
          reportId: row.id,
          programId: row.programId,
          reference: row.reference,
          textSealed: input.text === "" ? null : sealText(key, lessonPlace(row.id), input.text),
          markedBy: accountOf(tx.actor),
          markedAt: tx.now,
        })
        .onConflictDoNothing()
        .returning({ id: policyLessons.reportId });
      if (added.length === 0) throw conflict("This report is a lesson already.");
    } else {
      const gone = await tx.db
        .delete(policyLessons)
        .where(eq(policyLessons.reportId, row.id))
        .returning({ id: policyLessons.reportId });
      if (gone.length === 0) throw conflict("This report is no lesson.");
    }
    await recordReportEvents(tx, row.id, [{ type: "lesson.marked", marked: input.marked }]);
  });
}
