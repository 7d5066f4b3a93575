import "server-only";
import { isStaffOf } from "@/lib/auth/policy";
import { forbidden, notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import { contentDisposition } from "../file-name";
import { readSealed, type SealedFile } from "../sealed-writing";
import { loadAttachment, openName, sealedPreview } from "./loaded";

const MARKED = "The virus scan marked this file. Confirm on the page of the report that you want it all the same.";

/** A file on its way to somebody who may have it. */
export type OpenedFile = {
  size: number;
  /** For the header of that name. */
  disposition: string;
  read: (span: { start: number; end: number }) => AsyncIterable<Uint8Array>;
};

/**
 * Opens a whole file for a reader of its draft or report. What staff take is an event of the report.
 * Errors: NOT_FOUND; FORBIDDEN for a file that the scan marked, unless that was acknowledged.
 */
export async function openFile(
  ctx: Context,
  input: { publicId: string; acknowledged: boolean; taken: boolean },
): Promise<OpenedFile> {
  const { row, file } = await inTransaction(ctx, async (tx) => {
    const loaded = await loadAttachment(tx, input.publicId);
    if (loaded.row.finishedAt === null) throw notFound();
    if (loaded.row.scan === "infected" && !input.acknowledged) throw forbidden(MARKED);
    if (input.taken && loaded.report !== null && isStaffOf(tx.actor, loaded.report)) {
      const event = { type: "attachment.opened" as const, attachmentId: loaded.row.publicId };
      await recordReportEvents(tx, loaded.report.id, [event]);
    }
    return loaded;
  });
  return opened(file, row.size, contentDisposition(openName(row, file).name));
}

/** The re-encoded picture of a file, for the page that lists it. NOT_FOUND without one. */
export async function openPreview(ctx: Context, publicId: string): Promise<OpenedFile> {
  const { row } = await inTransaction(ctx, (tx) => loadAttachment(tx, publicId));
  const preview = sealedPreview(row);
  if (preview === null || row.previewSize === null) throw notFound();
  return opened(preview, row.previewSize, 'inline; filename="preview.webp"');
}

async function opened(file: SealedFile, size: number, disposition: string): Promise<OpenedFile> {
  const store = await fileStore();
  return { size, disposition, read: (span) => readSealed(store, file, size, span) };
}
