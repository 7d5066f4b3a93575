import "server-only";
import { randomBytes } from "node:crypto";
import { and, count, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { reportReferences, reports } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { conflict, invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import type { ReportRow } from "@/lib/reports/mutations/loaded";
import { answersPlace, linkPlace } from "@/lib/reports/places";
import { readStored } from "@/lib/reports/salted";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { type DataKey, openJson, sealJson } from "@/lib/vault/seal";
import { LINKS_MAX, namesCve } from "../links";
import { type LinkInput, linkSchema } from "../schema";
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
    if (namesCve(input)) await markCve(tx, row, true);
    await recordReportEvents(tx, row.id, [{ type: "reference.added", referenceId: publicId }]);
  });
}

/** Takes a reference off again. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (it is gone already). */
export async function removeLink(ctx: Context, reference: string, publicId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { row, dataKey } = await loadHandled(tx, reference);
    const gone = await tx.db
      .delete(reportReferences)
      .where(and(eq(reportReferences.reportId, row.id), eq(reportReferences.publicId, publicId)))
      .returning({ id: reportReferences.id });
    if (gone.length === 0) throw conflict("This reference is gone already.");
    if (row.flags.includes("cve")) await markCve(tx, row, await knowsCve(tx, row, dataKey));
    await recordReportEvents(tx, row.id, [{ type: "reference.removed", referenceId: publicId }]);
  });
}

/** The flag by which a list finds it; which id it is stays sealed. */
async function markCve(tx: Transaction, { id, flags }: ReportRow, known: boolean): Promise<void> {
  if (flags.includes("cve") === known) return;
  const rest = flags.filter((flag) => flag !== "cve");
  await tx.db
    .update(reports)
    .set({ flags: known ? [...rest, "cve"] : rest })
    .where(eq(reports.id, id));
}

async function knowsCve(tx: Transaction, { id, answersSealed }: ReportRow, dataKey: DataKey): Promise<boolean> {
  if (readStored(openJson(dataKey, answersPlace(id), answersSealed)).answers.cveId) return true;
  const rows = await tx.db
    .select({ id: reportReferences.id, sealed: reportReferences.entrySealed })
    .from(reportReferences)
    .where(eq(reportReferences.reportId, id));
  return rows.some((link) => namesCve(linkSchema.parse(openJson(dataKey, linkPlace(id, link.id), link.sealed))));
}
