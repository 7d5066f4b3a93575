import "server-only";
import { eq } from "drizzle-orm";
import { reports } from "@/db/schema";
import { isEntryKey } from "@/lib/non-issues/citation";
import { citedEntry } from "@/lib/non-issues/queries";
import { pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { plainStatus } from "../reporter-status";
import type { ReporterReport } from "../types";

type Decided = Pick<typeof reports.$inferSelect, "programId" | "resolutionClause" | "duplicateOf">;

/** What the decision rests on, for its reporter: a clause of the policy, or an entry of the non-issues in its words. */
export async function citedBy(tx: Transaction, { programId, resolutionClause: cited }: Decided) {
  if (cited === null || !isEntryKey(cited)) return { resolutionClause: cited, resolutionEntry: null };
  return { resolutionClause: null, resolutionEntry: await citedEntry(tx, programId, cited) };
}

/** Of a duplicate: its original's status, which its reporter may know without knowing the report. */
export async function originalOf(tx: Transaction, { duplicateOf }: Decided): Promise<ReporterReport["original"]> {
  if (duplicateOf === null) return null;
  const [original] = await pastRowSecurity(tx, () =>
    tx.db
      .select({ state: reports.state, resolution: reports.resolution, since: reports.stateSince })
      .from(reports)
      .where(eq(reports.id, duplicateOf)),
  );
  if (!original) return null;
  return { status: plainStatus(original.state, original.resolution), since: original.since.toISOString() };
}
