import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { reportTags } from "@/db/schema";
import { invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { versionsPlace } from "@/lib/reports/places";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { sealJson } from "@/lib/vault/seal";
import { readWeaknesses } from "@/lib/weaknesses/typed";
import { loadHandling, noteHandling } from "./load";

/** Each: errors NOT_FOUND, FORBIDDEN, CONFLICT (somebody was faster). */

/** What kinds of weakness it is by the team's view, the main one first. INVALID when one is not known. */
export async function setWeaknesses(ctx: Context, reference: string, input: { revision: number; cwe: string }) {
  await inTransaction(ctx, async (tx) => {
    const { row, handling } = await loadHandling(tx, reference, input.revision);
    const read = readWeaknesses(input.cwe);
    if (!read.ok) throw invalid("There is a problem", { cwe: [read.message] });
    if (read.ids.join() === handling.weaknesses.join()) return;
    await noteHandling(tx, row.id, { weaknesses: read.ids });
    await recordReportEvents(tx, row.id, [{ type: "handling.weaknesses", cwe: read.ids }]);
  });
}

/** Which versions are affected, and which hold the fix. */
export async function setVersions(
  ctx: Context,
  reference: string,
  input: { revision: number; affected: readonly string[]; fixed: readonly string[] },
) {
  await inTransaction(ctx, async (tx) => {
    const { row, dataKey } = await loadHandling(tx, reference, input.revision);
    const { affected, fixed } = input;
    await noteHandling(tx, row.id, {
      versionsSealed: sealJson(dataKey, versionsPlace(row.id), { affected, fixed }),
    });
    await recordReportEvents(tx, row.id, [
      { type: "handling.versions", affected: affected.length, fixed: fixed.length },
    ]);
  });
}

/** The words by which the desk finds it again. */
export async function setTags(ctx: Context, reference: string, input: { revision: number; tags: readonly string[] }) {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadHandling(tx, reference, input.revision);
    const rows = await tx.db.select({ tag: reportTags.tag }).from(reportTags).where(eq(reportTags.reportId, row.id));
    const before = rows.map(({ tag }) => tag);
    const added = input.tags.filter((tag) => !before.includes(tag));
    const removed = before.filter((tag) => !input.tags.includes(tag));
    if (added.length + removed.length === 0) return;
    if (removed.length > 0) {
      await tx.db.delete(reportTags).where(and(eq(reportTags.reportId, row.id), inArray(reportTags.tag, removed)));
    }
    if (added.length > 0) {
      await tx.db.insert(reportTags).values(added.map((tag) => ({ reportId: row.id, programId: row.programId, tag })));
    }
    await noteHandling(tx, row.id, {});
    await recordReportEvents(tx, row.id, [{ type: "handling.tags", added: added.length, removed: removed.length }]);
  });
}
