import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { loadDraft } from "@/lib/reports/drafts/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { loadAttachment, viewOf } from "./mutations/loaded";
import type { AttachmentView } from "./types";

/** The files of a draft, oldest first. NOT_FOUND for everybody but its owner. */
export async function listDraftFiles(ctx: Context, draftPublicId: string): Promise<AttachmentView[]> {
  return inTransaction(ctx, async (tx) => {
    const { row } = await loadDraft(tx, draftPublicId);
    return filesWhere(tx, eq(attachments.draftId, row.id));
  });
}

/** The files of a report that the caller has loaded for an actor who may read it. */
export function filesOfReport(tx: Transaction, reportId: string): Promise<AttachmentView[]> {
  return filesWhere(tx, eq(attachments.reportId, reportId));
}

/** How far an upload to a draft has come. NOT_FOUND for everybody but the draft's owner, and once it was sent. */
export async function uploadProgress(ctx: Context, publicId: string): Promise<{ size: number; offset: number }> {
  return inTransaction(ctx, async (tx) => {
    const { row, report } = await loadAttachment(tx, publicId);
    if (report !== null) throw notFound();
    return { size: row.size, offset: row.offset };
  });
}

async function filesWhere(tx: Transaction, place: ReturnType<typeof eq>): Promise<AttachmentView[]> {
  const rows = await tx.db
    .select()
    .from(attachments)
    .where(and(place, isNull(attachments.removedAt)))
    .orderBy(asc(attachments.createdAt), asc(attachments.id));
  return rows.map(viewOf);
}
