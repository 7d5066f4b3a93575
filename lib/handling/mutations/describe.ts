import "server-only";
import { and, eq, inArray } from "drizzle-orm";
import { reportTags } from "@/db/schema";
import { invalid } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import type { ReportRow } from "@/lib/reports/mutations/loaded";
import { versionsPlace } from "@/lib/reports/places";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { indexVersions } from "@/lib/search/mutations";
import { sealJson } from "@/lib/vault/seal";
import { readWeaknesses } from "@/lib/weaknesses/typed";
import { TAGS_MAX } from "../tags";
import { loadHandled, loadHandling, noteHandling } from "./load";

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
    await indexVersions(tx, row, affected);
    await recordReportEvents(tx, row.id, [
      { type: "handling.versions", affected: affected.length, fixed: fixed.length },
    ]);
  });
}

/** The words by which the desk finds it again. */
export async function setTags(ctx: Context, reference: string, input: { revision: number; tags: readonly string[] }) {
  await inTransaction(ctx, async (tx) => {
    const { row } = await loadHandling(tx, reference, input.revision);
    await storeTags(tx, row, () => input.tags);
  });
}

export type TagChange = { added: string[]; removed: string[] };

/**
 * Puts tags on a report and takes others off, whatever it holds besides: of two people who tag one report both are heard.
 * Answers what changed, which may be nothing. INVALID where it would hold too many.
 */
export async function changeTags(ctx: Context, reference: string, { added, removed }: TagChange): Promise<TagChange> {
  return inTransaction(ctx, async (tx) => {
    const { row } = await loadHandled(tx, reference);
    return storeTags(tx, row, (before) => {
      const tags = new Set([...before.filter((tag) => !removed.includes(tag)), ...added]);
      if (tags.size > TAGS_MAX)
        throw invalid("There is a problem", { tags: [`A report has at most ${TAGS_MAX} tags`] });
      return [...tags];
    });
  });
}

async function storeTags(
  tx: Transaction,
  row: ReportRow,
  change: (before: string[]) => readonly string[],
): Promise<TagChange> {
  const rows = await tx.db.select({ tag: reportTags.tag }).from(reportTags).where(eq(reportTags.reportId, row.id));
  const before = rows.map(({ tag }) => tag);
  const after = change(before);
  const added = after.filter((tag) => !before.includes(tag));
  const removed = before.filter((tag) => !after.includes(tag));
  if (added.length + removed.length === 0) return { added, removed };
  if (removed.length > 0) {
    await tx.db.delete(reportTags).where(and(eq(reportTags.reportId, row.id), inArray(reportTags.tag, removed)));
  }
  if (added.length > 0) {
    await tx.db.insert(reportTags).values(added.map((tag) => ({ reportId: row.id, programId: row.programId, tag })));
  }
  await noteHandling(tx, row.id, {});
  await recordReportEvents(tx, row.id, [{ type: "handling.tags", added: added.length, removed: removed.length }]);
  return { added, removed };
}
