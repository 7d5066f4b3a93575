import "server-only";
import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { complianceStatements, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { currentReceiptKey } from "@/lib/receipts/mutations";
import { receiptHash, signComplianceStatement } from "@/lib/receipts/receipt";
import { loadReport } from "@/lib/reports/mutations/loaded";
import { tell } from "@/lib/reports/mutations/tell";
import { statementPlace } from "@/lib/reports/places";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { sealText } from "@/lib/vault/seal";
import type { StatementInput } from "./schema";
import { complianceWords } from "./wording";

/**
 * Issues a signed statement that the conduct of a report keeps to the policy it is pinned to; its reporter is told.
 * Errors: NOT_FOUND, FORBIDDEN (a coordinator's act), CONFLICT (there is one, the policy has no safe harbour, or
 * somebody was faster).
 */
export async function issueStatement(ctx: Context, reference: string, input: StatementInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { row, pinned, dataKey } = report;
    if (!can(tx.actor, "statement.issue", row)) throw forbidden("Only a coordinator of this program can do this.");
    if (row.version !== input.version) {
      throw conflict("Somebody was faster. Nothing of yours was applied; look at the report again first.");
    }
    const [present] = await tx.db
      .select({ id: complianceStatements.id })
      .from(complianceStatements)
      .where(eq(complianceStatements.reportId, row.id));
    if (present) throw conflict("This report has its statement already.");
    const words = complianceWords(pinned.document, row.reference, input.remark);
    if (!words) throw conflict("The policy that this report is pinned to has no safe harbour that one could cite.");
    const { kid, signing, portal } = await currentReceiptKey(tx);
    const json = signComplianceStatement(
      {
        type: "compliance-statement",
        portal,
        program: pinned.programSlug,
        reference: row.reference,
        issuedAt: tx.now.toISOString(),
        policy: { version: pinned.version, hash: pinned.hash },
        ...words,
      },
      signing,
    );
    const id = v7();
    const publicId = randomBytes(16).toString("base64url");
    await tx.db.insert(complianceStatements).values({
      id,
      reportId: row.id,
      publicId,
      statementSealed: sealText(dataKey, statementPlace(row.id, id), json),
      kid,
      issuedBy: accountOf(tx.actor),
      issuedAt: tx.now,
    });
    await tx.db
      .update(reports)
      .set({ staffPublicAt: tx.now, version: row.version + 1 })
      .where(eq(reports.id, row.id));
    await recordReportEvents(tx, row.id, [
      { type: "statement.issued", statementId: publicId, clause: words.clause, hash: receiptHash(json) },
    ]);
    await tell(tx, report, "status");
  });
}
