import "server-only";
import { eq } from "drizzle-orm";
import { policyLessons, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { lessonPlace, noteKeyOwner } from "@/lib/reports/places";
import { subjectColumns } from "@/lib/reports/subject/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";

export type LessonMark = { marked: boolean; markedAt: string | null; text: string | null; mayMark: boolean };

/** Whether a report is a lesson, for staff of its program; null for everybody else. */
export async function lessonOf(ctx: Context, reference: string): Promise<LessonMark | null> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({
        id: reports.id,
        ...subjectColumns,
        state: reports.state,
        noteKey: reports.noteKey,
        markedAt: policyLessons.markedAt,
        textSealed: policyLessons.textSealed,
      })
      .from(reports)
      .leftJoin(policyLessons, eq(policyLessons.reportId, reports.id))
      .where(eq(reports.reference, reference));
    if (!row || !can(tx.actor, "report.note", row)) return null;
    return {
      marked: row.markedAt !== null,
      markedAt: row.markedAt?.toISOString() ?? null,
      text: row.textSealed ? openLesson(row, row.textSealed) : null,
      mayMark: row.state === "closed" && row.readers === null && can(tx.actor, "lesson.mark", row),
    };
  });
}

/** What a lesson says, with the key of its report's notes. */
export function openLesson(report: { id: string; noteKey: Uint8Array }, sealed: Uint8Array): string {
  return openText(unwrapKey(ring(), report.noteKey, noteKeyOwner(report.id)), lessonPlace(report.id), sealed);
}
