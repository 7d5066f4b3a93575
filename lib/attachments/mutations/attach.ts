import "server-only";
import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { invalid } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import type { Transaction } from "@/lib/request/transaction";
import { unfinishedSentence } from "../accepted";
import { shownName } from "../file-name";
import { type AttachmentRow, openName } from "./loaded";
import { waitingIn } from "./waiting";

/**
 * Makes the files of a draft those of the report that it has become, in the transaction that makes the report; what
 * its receipt says of them. The draft's row is locked by then, so nothing arrives meanwhile.
 * INVALID while a file is not uploaded completely: what is sent is whole.
 */
export async function attachToReport(
  tx: Transaction,
  draftId: string,
  reportId: string,
): Promise<{ sha256: string; size: number }[]> {
  const rows = await tx.db
    .select()
    .from(attachments)
    .where(and(eq(attachments.draftId, draftId), isNull(attachments.removedAt)))
    .orderBy(asc(attachments.createdAt), asc(attachments.id))
    .for("update");
  refuseUnfinished(rows);
  if (rows.length > 0) {
    await tx.db
      .update(attachments)
      .set({ draftId: null, reportId })
      .where(and(eq(attachments.draftId, draftId), isNull(attachments.removedAt)));
  }
  return rows.map(({ sha256, size }) => ({ sha256: sha256 ?? "", size }));
}

function refuseUnfinished(rows: readonly AttachmentRow[]): void {
  const unfinished = rows.find(({ finishedAt }) => finishedAt === null);
  if (!unfinished) return;
  const sentence = unfinishedSentence(shownName(openName(unfinished).name));
  throw invalid(sentence, { files: [sentence] });
}

const NOT_THERE = "A file of this page is not there any more. Look at the list again, then send";

/**
 * Makes files that wait in a thread those of a message or a note, in the transaction that stores it. INVALID while one is
 * not uploaded completely, or is none of the actor's that wait there.
 */
export async function attachToWords(
  tx: Transaction,
  place: { reportId: string; kind: "reply" | "note" },
  publicIds: readonly string[],
  to: { messageId: string } | { noteId: string },
): Promise<void> {
  const asked = [...new Set(publicIds)];
  if (asked.length === 0) return;
  const rows = await tx.db
    .select()
    .from(attachments)
    .where(and(waitingIn(tx, place.reportId, place.kind), inArray(attachments.publicId, asked)))
    .for("update");
  refuseUnfinished(rows);
  if (rows.length < asked.length) throw invalid(NOT_THERE, { files: [NOT_THERE] });
  await tx.db
    .update(attachments)
    .set({ replyToId: null, replyKind: null, reportId: place.reportId, ...to })
    .where(
      inArray(
        attachments.id,
        rows.map(({ id }) => id),
      ),
    );
}

/** Lets the files of a message that is taken back wait in its thread again, before the message is gone. */
export async function detachFromMessage(tx: Transaction, reportId: string, messageId: string): Promise<void> {
  await tx.db
    .update(attachments)
    .set({ replyToId: reportId, replyKind: "reply", reportId: null, messageId: null })
    .where(eq(attachments.messageId, messageId));
}

/** Removes the files of a message that is withheld, for everybody at once; what is stored follows. */
export async function removeFilesOf(tx: Transaction, messageId: string): Promise<void> {
  const removed = await tx.db
    .update(attachments)
    .set({ removedAt: tx.now })
    .where(and(eq(attachments.messageId, messageId), isNull(attachments.removedAt)))
    .returning({ id: attachments.id });
  if (removed.length > 0) await enqueue(tx, "sweep_files", [{ payload: {}, key: "sweep_files" }]);
}
