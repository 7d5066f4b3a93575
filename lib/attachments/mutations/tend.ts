import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, isNull, lte, or } from "drizzle-orm";
import { attachments } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { log } from "@/lib/request/log";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ScannerAway, scanContent, type Verdict } from "@/lib/scanner/clamd";
import { fileStore } from "@/lib/storage/configured";
import { isRaster } from "../content";
import { PREVIEWED_BYTES, renderPreview } from "../preview";
import { readSealed } from "../sealed-writing";
import { type AttachmentRow, sealedFile } from "./loaded";
import { sealWhole } from "./seal-whole";

/** Minutes until a file that the scanner did not answer for is shown to it again. */
const AGAIN_MINUTES = 4;
const AGAIN_AT_MOST = 50;

function refuseOthers(ctx: Context): void {
  if (!can(ctx.actor, "files.tend", null)) throw forbidden("Only the portal itself can do this.");
}

async function finished(ctx: Context, attachmentId: string): Promise<AttachmentRow | null> {
  const [row] = await inTransaction(ctx, (tx) =>
    tx.db
      .select()
      .from(attachments)
      .where(and(eq(attachments.id, attachmentId), isNotNull(attachments.finishedAt), isNull(attachments.removedAt))),
  );
  return row ?? null;
}

/**
 * Shows a file to the virus scanner and keeps what it says; whatever it says, the file is kept. A scanner that is away
 * leaves it "not scanned yet".
 */
export async function scanFile(ctx: Context, attachmentId: string): Promise<void> {
  refuseOthers(ctx);
  const row = await finished(ctx, attachmentId);
  if (row?.scan !== "pending") return;
  const { CLAMD_URL } = env();
  const verdict = CLAMD_URL ? await verdictOn(row, new URL(CLAMD_URL)) : ({ scan: "off" } as const);
  await inTransaction(ctx, async (tx) => {
    const facts = { scan: verdict.scan, finding: "finding" in verdict ? verdict.finding : null, scanTriedAt: tx.now };
    const [changed] = await tx.db
      .update(attachments)
      .set(facts)
      // A picture that was written anew meanwhile is shown to the scanner again.
      .where(
        and(eq(attachments.id, row.id), eq(attachments.scan, "pending"), eq(attachments.storageKey, row.storageKey)),
      )
      .returning({ reportId: attachments.reportId, publicId: attachments.publicId, side: attachments.side });
    // Both sides read this event: a file of the team's own, of a note above all, is marked in its list alone.
    if (verdict.scan === "infected" && changed?.reportId && changed.side === "reporter") {
      await recordReportEvents(tx, changed.reportId, [{ type: "attachment.marked", attachmentId: changed.publicId }]);
    }
  });
}

async function verdictOn(row: AttachmentRow, clamd: URL): Promise<Verdict | { scan: "pending" }> {
  try {
    return await scanContent(clamd, readSealed(await fileStore(), sealedFile(row), row.size));
  } catch (error) {
    if (!(error instanceof ScannerAway)) throw error;
    log.warn({ reason: error.message }, "a file was not scanned; it will be shown to the scanner again");
    return { scan: "pending" };
  }
}

/** Shows the scanner what it did not answer for. */
export async function scanWaiting(ctx: Context): Promise<void> {
  refuseOthers(ctx);
  const waiting = await inTransaction(ctx, (tx) =>
    tx.db
      .select({ id: attachments.id })
      .from(attachments)
      .where(
        and(
          eq(attachments.scan, "pending"),
          isNull(attachments.removedAt),
          isNotNull(attachments.finishedAt),
          or(
            isNull(attachments.scanTriedAt),
            lte(attachments.scanTriedAt, new Date(tx.now.getTime() - AGAIN_MINUTES * 60_000)),
          ),
        ),
      )
      .orderBy(attachments.scanTriedAt)
      .limit(AGAIN_AT_MOST),
  );
  for (const { id } of waiting) await scanFile(ctx, id);
}

/** Makes the preview of a picture and seals it beside the original. A picture that cannot be decoded has none. */
export async function previewFile(ctx: Context, attachmentId: string): Promise<void> {
  refuseOthers(ctx);
  const row = await finished(ctx, attachmentId);
  if (!row || row.previewKey !== null || !isRaster(row.sniffed) || row.size > PREVIEWED_BYTES) return;
  const store = await fileStore();
  const file = sealedFile(row);
  const picture = await renderPreview(readSealed(store, file, row.size));
  if (picture === null) return;
  const previewKey = randomBytes(16).toString("hex");
  const sealed = { ...file, storageKey: previewKey, place: { fileId: row.id, purpose: "preview" as const } };
  const size = picture.length;
  await sealWhole(store, sealed, picture);
  const kept = await inTransaction(ctx, (tx) =>
    tx.db
      .update(attachments)
      .set({ previewKey, previewSize: size })
      .where(and(eq(attachments.id, row.id), isNull(attachments.previewKey), isNull(attachments.removedAt)))
      .returning({ id: attachments.id }),
  );
  if (kept.length === 0) await store.remove(previewKey, null);
}
