import "server-only";
import { eq } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { conflict } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { shownName } from "../file-name";
import { loadAttachment, openName } from "./loaded";
import { SENT_ALREADY } from "./refused";

/** Removes a file that is not sent yet, for everybody at once; what is stored follows. NOT_FOUND, CONFLICT once it was sent. */
export async function removeFile(ctx: Context, input: { publicId: string }): Promise<{ name: string }> {
  return inTransaction(ctx, async (tx) => {
    const { row, file, report } = await loadAttachment(tx, input.publicId, true);
    if (report !== null) throw conflict(SENT_ALREADY);
    await tx.db.update(attachments).set({ removedAt: tx.now }).where(eq(attachments.id, row.id));
    await enqueue(tx, "sweep_files", [{ payload: {}, key: "sweep_files" }]);
    return { name: shownName(openName(row, file).name) };
  });
}
