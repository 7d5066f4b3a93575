import "server-only";
import { desc, eq } from "drizzle-orm";
import { assessments } from "@/db/schema";
import type { Transaction } from "@/lib/request/transaction";
import type { Severity } from "../types";

type View = { severity: Severity; vector: string | null };

/** The newest view of each side, of a report that is held for a change. */
export async function latestAssessments(
  tx: Transaction,
  reportId: string,
): Promise<{ theirs: View | null; ours: View | null }> {
  const views = await tx.db
    .select({ by: assessments.by, severity: assessments.severity, vector: assessments.vector })
    .from(assessments)
    .where(eq(assessments.reportId, reportId))
    .orderBy(desc(assessments.createdAt), desc(assessments.id));
  const newest = (side: "staff" | "reporter") => views.find(({ by }) => by === side) ?? null;
  return { theirs: newest("reporter"), ours: newest("staff") };
}
