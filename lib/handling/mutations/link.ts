import "server-only";
import { randomBytes } from "node:crypto";
import { and, count, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { reportReferences } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { conflict, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { linkPlace } from "@/lib/reports/places";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { sealJson } from "@/lib/vault/seal";
import { LINKS_MAX } from "../links";
import type { LinkInput } from "../schema";
import { loadHandled } from "./load";

/** Notes where else a report is worked on. Errors: NOT_FOUND, FORBIDDEN, INVALID (the list is full). */
export async function addLink(ctx: Context, reference: string, input: LinkInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row, dataKey } = await loadHandled(tx, reference);
    const [held] = await tx.db
      .select({ many: count() })
      .from(reportReferences)
      .where(eq(reportReferences.reportId, row.id));
    if ((held?.many ?? 0) >= LINKS_MAX) {
      throw invalid("There is a problem", {
        target: [`A report has at most ${LINKS_MAX} references: remove one first`],
      });
    }
    const id = v7();
    const publicId = randomBytes(16).toString("base64url");
    await tx.db.insert(reportReferences).values({
      id,
      reportId: row.id,
      publicId,
      entrySealed: sealJson(dataKey, linkPlace(row.id, id), input),
      addedBy: accountOf(tx.actor),
      addedAt: tx.now,
    });
    await recordReportEvents(tx, row.id, [{ type: "reference.added", referenceId: publicId }]);
  });
}

/** Takes a reference off again. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (it is gone already). */
export async function removeLink(ctx: Context, reference: string, publicId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadHandled(tx, reference);
    const gone = await tx.db
      .delete(reportReferences)
      .where(and(eq(reportReferences.reportId, row.id), eq(reportReferences.publicId, publicId)))
      .returning({ id: reportReferences.id });
    if (gone.length === 0) throw conflict("This reference is gone already.");
    await recordReportEvents(tx, row.id, [{ type: "reference.removed", referenceId: publicId }]);
  });
}
