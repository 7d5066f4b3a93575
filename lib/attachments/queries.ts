import "server-only";
import { and, asc, eq, isNull, or } from "drizzle-orm";
import { attachments, messages } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { loadDraft } from "@/lib/reports/drafts/queries";
import { noteHandle } from "@/lib/reports/member-handle";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { loadAttachment, viewOf } from "./mutations/loaded";
import { waitingIn } from "./mutations/waiting";
import type { AttachmentView } from "./types";

/** The files of a draft, oldest first. NOT_FOUND for everybody but its owner. */
export async function listDraftFiles(ctx: Context, draftPublicId: string): Promise<AttachmentView[]> {
  return inTransaction(ctx, async (tx) => {
    const { row } = await loadDraft(tx, draftPublicId);
    const rows = await tx.db
      .select()
      .from(attachments)
      .where(and(eq(attachments.draftId, row.id), isNull(attachments.removedAt)))
      .orderBy(asc(attachments.createdAt), asc(attachments.id));
    return rows.map((file) => viewOf(file));
  });
}

/**
 * The files of a report that the caller has loaded for an actor who may read it, each with what it came with. Files of
 * internal notes are for staff alone; row security keeps what the other side still holds.
 */
export async function filesOfReport(
  tx: Transaction,
  reportId: string,
  audience: "reporter" | "staff",
): Promise<AttachmentView[]> {
  const rows = await tx.db
    .select({ file: attachments, message: messages.publicId })
    .from(attachments)
    .leftJoin(messages, eq(messages.id, attachments.messageId))
    .where(
      and(
        eq(attachments.reportId, reportId),
        isNull(attachments.removedAt),
        audience === "staff" ? undefined : isNull(attachments.noteId),
      ),
    )
    .orderBy(asc(attachments.createdAt), asc(attachments.id));
  return rows.map(({ file, message }) => {
    if (message !== null) return viewOf(file, { kind: "message", id: message });
    return viewOf(file, file.noteId === null ? null : { kind: "note", id: noteHandle(file.noteId) });
  });
}

/** The actor's own files that wait to be sent into the thread of a report that the caller has judged readable. */
export async function filesWaiting(
  tx: Transaction,
  reportId: string,
): Promise<{ reply: AttachmentView[]; note: AttachmentView[] }> {
  const rows = await tx.db
    .select()
    .from(attachments)
    .where(or(waitingIn(tx, reportId, "reply"), waitingIn(tx, reportId, "note")))
    .orderBy(asc(attachments.createdAt), asc(attachments.id));
  const of = (kind: "reply" | "note") => rows.filter((row) => row.replyKind === kind).map((row) => viewOf(row));
  return { reply: of("reply"), note: of("note") };
}

/** How far an upload has come. NOT_FOUND for everybody but whoever uploads it, and once it was sent. */
export async function uploadProgress(ctx: Context, publicId: string): Promise<{ size: number; offset: number }> {
  return inTransaction(ctx, async (tx) => {
    const { row, report } = await loadAttachment(tx, publicId);
    if (report !== null) throw notFound();
    return { size: row.size, offset: row.offset };
  });
}
