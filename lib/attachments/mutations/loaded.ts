import "server-only";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { attachments, messages, reportDrafts, reports } from "@/db/schema";
import { accountOf, can, isReporterOf } from "@/lib/auth/policy";
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
import { mayWrite } from "./waiting";

export type AttachmentRow = typeof attachments.$inferSelect;

/** In whose hands the file is: still with its draft, waiting in a thread (neither), or part of a report. */
export type LoadedAttachment = {
  row: AttachmentRow;
  file: SealedFile;
  report: typeof reports.$inferSelect | null;
  draft: typeof reportDrafts.$inferSelect | null;
};

/** The file that the actor may see by its draft, its thread or its report; NOT_FOUND for everybody else and once it was removed. */
export async function loadAttachment(tx: Transaction, publicId: string, lock = false): Promise<LoadedAttachment> {
  const found = tx.db.select().from(attachments).where(eq(attachments.publicId, publicId));
  const [row] = await (lock ? found.for("update") : found);
  if (!row || row.removedAt !== null) throw notFound();
  const report = await reportOf(tx, row);
  if (report === null && row.replyToId !== null) await refuseOthers(tx, row, row.replyToId);
  const draft = report === null && row.replyToId === null ? await draftOf(tx, row) : null;
  return { row, file: sealedFile(row), report, draft };
}

async function reportOf(tx: Transaction, row: AttachmentRow): Promise<typeof reports.$inferSelect | null> {
  if (row.reportId === null) return null;
  const [report] = await tx.db.select().from(reports).where(eq(reports.id, row.reportId));
  if (!report || !can(tx.actor, "report.read", report)) throw notFound();
  if (row.noteId !== null && !can(tx.actor, "report.note", report)) throw notFound();
  if (row.messageId !== null) {
    const [message] = await tx.db
      .select({ side: messages.side, held: messages.held })
      .from(messages)
      .where(eq(messages.id, row.messageId));
    const own = (message?.side === "reporter") === isReporterOf(tx.actor, report);
    if (!message || (message.held && !own)) throw notFound();
  }
  return report;
}

/** What waits in a thread is its uploader's alone. */
async function refuseOthers(tx: Transaction, row: AttachmentRow, reportId: string): Promise<void> {
  const [report] = await tx.db.select().from(reports).where(eq(reports.id, reportId));
  if (!report || !can(tx.actor, "report.read", report)) throw notFound();
  if (row.uploaderId !== accountOf(tx.actor) || !mayWrite(tx, report, row.replyKind)) throw notFound();
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

export function viewOf(row: AttachmentRow, cameWith: AttachmentView["cameWith"] = null): AttachmentView {
  const { name, modified } = openName(row);
  return {
    id: row.publicId,
    name: shownName(name),
    cameWith,
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
