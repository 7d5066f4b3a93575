import "server-only";
import { and, desc, eq, gte } from "drizzle-orm";
import { policyLessons, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { openLesson } from "@/lib/reports/lessons/queries";
import { subjectColumns } from "@/lib/reports/subject/queries";
import type { Transaction } from "@/lib/request/transaction";
import type { Lesson } from "./types";

const LISTED_AT_MOST = 100;

/**
 * The lessons that the next review has to look at: those marked since the last one. Row security hides a report from
 * whoever may not read it, so that its policy owner gets the reference alone.
 */
export async function lessonsSince(tx: Transaction, programId: string, since: Date | null): Promise<Lesson[]> {
  const rows = await tx.db
    .select({
      reportId: policyLessons.reportId,
      reference: policyLessons.reference,
      markedAt: policyLessons.markedAt,
      textSealed: policyLessons.textSealed,
      report: {
        noteKey: reports.noteKey,
        ...subjectColumns,
      },
    })
    .from(policyLessons)
    .leftJoin(reports, eq(reports.id, policyLessons.reportId))
    .where(and(eq(policyLessons.programId, programId), since ? gte(policyLessons.markedAt, since) : undefined))
    .orderBy(desc(policyLessons.markedAt))
    .limit(LISTED_AT_MOST);
  return rows.map(({ reportId, reference, markedAt, textSealed, report }) => {
    const readable = report !== null && can(tx.actor, "report.note", report);
    return {
      reference,
      markedAt: markedAt.toISOString(),
      text: readable && textSealed ? openLesson({ id: reportId, noteKey: report.noteKey }, textSealed) : null,
      readable,
    };
  });
}
