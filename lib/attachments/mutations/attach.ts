import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { invalid } from "@/lib/errors";
import type { Transaction } from "@/lib/request/transaction";
import { unfinishedSentence } from "../accepted";
import { shownName } from "../file-name";
import { openName } from "./loaded";

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
  const unfinished = rows.find(({ finishedAt }) => finishedAt === null);
  if (unfinished) {
    const sentence = unfinishedSentence(shownName(openName(unfinished).name));
    throw invalid(sentence, { files: [sentence] });
  }
  if (rows.length > 0) {
    await tx.db
      .update(attachments)
      .set({ draftId: null, reportId })
      .where(and(eq(attachments.draftId, draftId), isNull(attachments.removedAt)));
  }
  return rows.map(({ sha256, size }) => ({ sha256: sha256 ?? "", size }));
}
