import "server-only";
import { desc, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { assessments } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { invalid } from "@/lib/errors";
import { noteHandling } from "@/lib/handling/mutations/load";
import type { ReportEventInput } from "@/lib/ledger/report-events";
import type { Transaction } from "@/lib/request/transaction";
import { readRating } from "@/lib/severity/rating";
import { sealText } from "@/lib/vault/seal";
import { readWeaknesses } from "@/lib/weaknesses/typed";
import { reasonMissing } from "../assessment";
import type { MoveInput } from "../moves";
import { assessmentPlace } from "../places";
import type { Severity } from "../types";
import type { LoadedReport } from "./loaded";

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

/** The severity and kinds of weakness that come with a confirmation. */
export async function readAssessment(tx: Transaction, reportId: string, input: MoveInput) {
  const problem = (field: string, message: string) => invalid("There is a problem", { [field]: [message] });
  const cwe = readWeaknesses(input.cwe ?? "");
  if (!cwe.ok) throw problem("cwe", cwe.message);
  const read = readRating({ vector: input.vector ?? "", severity: input.severity ?? "" });
  if (!read.ok) throw problem(read.field, read.message);
  const { theirs, ours } = await latestAssessments(tx, reportId);
  const missing = reasonMissing(read.rating, { reason: input.severityReason ?? "", theirs, before: ours });
  if (missing !== null) throw problem("severityReason", missing);
  return { ...read.rating, cwe: cwe.ids };
}

/** Keeps the view of the team with its reason, and gives its event: the reporter reads a confirmation. */
export async function storeAssessment(
  tx: Transaction,
  { row, dataKey }: LoadedReport,
  assessment: Awaited<ReturnType<typeof readAssessment>>,
  reason: string,
): Promise<ReportEventInput> {
  const id = v7();
  await tx.db.insert(assessments).values({
    id,
    reportId: row.id,
    by: "staff",
    authorId: accountOf(tx.actor),
    ...assessment,
    reasonSealed: reason === "" ? null : sealText(dataKey, assessmentPlace(row.id, id), reason),
    createdAt: tx.now,
  });
  if (assessment.cwe.length > 0) await noteHandling(tx, row.id, { weaknesses: assessment.cwe });
  return { type: "report.assessed", by: "staff", ...assessment, shown: true };
}
