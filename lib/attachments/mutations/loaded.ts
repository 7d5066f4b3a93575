import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { attachments, reportDrafts, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { fileKeyOwner, fileNamePlace } from "@/lib/reports/places";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openJson, sealJson, unwrapKey } from "@/lib/vault/seal";
import { mismatchOf } from "../content";
import { shownName } from "../file-name";
import type { SealedFile } from "../sealed-writing";
import { attachmentState } from "../state";
import { isRewritten } from "../tells";
import type { AttachmentView } from "../types";

export type AttachmentRow = typeof attachments.$inferSelect;

/** In whose hands the file is: still with its draft, or part of a report. */
export type LoadedAttachment = {
  row: AttachmentRow;
  file: SealedFile;
  report: typeof reports.$inferSelect | null;
  draft: typeof reportDrafts.$inferSelect | null;
};

/** The file that the actor may see by its draft or its report; NOT_FOUND for everybody else and once it was removed. */
export async function loadAttachment(tx: Transaction, publicId: string, lock = false): Promise<LoadedAttachment> {
  const found = tx.db.select().from(attachments).where(eq(attachments.publicId, publicId));
  const [row] = await (lock ? found.for("update") : found);
  if (!row || row.removedAt !== null) throw notFound();
  const report = await reportOf(tx, row);
  const draft = report === null ? await draftOf(tx, row) : null;
  return { row, file: sealedFile(row), report, draft };
}

async function reportOf(tx: Transaction, row: AttachmentRow): Promise<typeof reports.$inferSelect | null> {
  if (row.reportId === null) return null;
  const [report] = await tx.db.select().from(reports).where(eq(reports.id, row.reportId));
  if (!report || !can(tx.actor, "report.read", report)) throw notFound();
  return report;
}

async function draftOf(tx: Transaction, row: AttachmentRow): Promise<typeof reportDrafts.$inferSelect> {
  if (row.draftId === null) throw notFound();
  const [draft] = await tx.db.select().from(reportDrafts).where(eq(reportDrafts.id, row.draftId));
  if (!draft || !can(tx.actor, "draft.use", draft)) throw notFound();
  return draft;
}

export function sealedFile(row: Pick<AttachmentRow, "id" | "storageKey" | "dataKey">): SealedFile {
  const key = unwrapKey(ring(), row.dataKey, fileKeyOwner(row.id));
  return { storageKey: row.storageKey, key, place: { fileId: row.id, purpose: "file" } };
}

/** The re-encoded picture of a file; null when there is none. */
export function sealedPreview(row: AttachmentRow): SealedFile | null {
  if (row.previewKey === null) return null;
  return { ...sealedFile(row), storageKey: row.previewKey, place: { fileId: row.id, purpose: "preview" } };
}

const namedSchema = z.strictObject({ name: z.string(), modified: z.number() });
export type Named = z.infer<typeof namedSchema>;

export function sealName(file: SealedFile, named: Named): Buffer {
  return sealJson(file.key, fileNamePlace(file.place.fileId), named);
}

export function openName(row: AttachmentRow, file: SealedFile = sealedFile(row)): Named {
  return namedSchema.parse(openJson(file.key, fileNamePlace(row.id), row.nameSealed));
}

export function viewOf(row: AttachmentRow): AttachmentView {
  const { name, modified } = openName(row);
  return {
    id: row.publicId,
    name: shownName(name),
    size: row.size,
    received: row.offset,
    state: attachmentState(row),
    scan: row.scan,
    finding: row.finding,
    looksLike: mismatchOf(row.declared, row.sniffed),
    declared: row.declared,
    locked: row.locked,
    sha256: row.sha256,
    hasPreview: row.previewKey !== null,
    tells: row.tells,
    canRewrite: isRewritten(row.sniffed),
    rewritten: row.rewrittenAt !== null,
    modified,
  };
}
