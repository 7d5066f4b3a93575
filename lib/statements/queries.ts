import "server-only";
import { eq } from "drizzle-orm";
import { complianceStatements, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { complianceStatementSchema } from "@/lib/receipts/schema";
import { statementPlace } from "@/lib/reports/places";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";
import type { IssuedStatement, StatementRoom } from "./types";
import { complianceWords } from "./wording";

/** The statement of a report for whoever reads the report, and whether one can be issued. Errors: NOT_FOUND. */
export async function statementRoom(ctx: Context, reference: string): Promise<StatementRoom> {
  return inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select()
      .from(reports)
      .leftJoin(complianceStatements, eq(complianceStatements.reportId, reports.id))
      .where(eq(reports.reference, reference));
    if (!found || !can(tx.actor, "report.read", found.reports)) throw notFound();
    const { reports: row, compliance_statements: stored } = found;
    const pinned = await pinnedPolicy(tx, row.policyVersionId);
    const draft = complianceWords(pinned.document, row.reference, "");
    const mayIssue = stored === null && draft !== null && can(tx.actor, "statement.issue", row);
    if (stored === null) return { mayIssue, draft, issued: null };
    const key = unwrapKey(ring(), row.dataKey, row.id);
    const json = openText(key, statementPlace(row.id, stored.id), stored.statementSealed);
    return {
      mayIssue,
      draft,
      issued: {
        json,
        statement: complianceStatementSchema.parse(JSON.parse(json)),
        programName: pinned.document.organisation.tradeName,
        zone: pinned.calendar.zone,
      },
    };
  });
}

/** The statement that was issued. Errors: NOT_FOUND, also where none was. */
export async function issuedStatement(ctx: Context, reference: string): Promise<IssuedStatement> {
  const { issued } = await statementRoom(ctx, reference);
  if (issued === null) throw notFound();
  return issued;
}
