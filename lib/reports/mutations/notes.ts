import "server-only";
import { v7 } from "uuid";
import { internalNotes } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import type { ReportEventInput } from "@/lib/ledger/report-events";
import type { Transaction } from "@/lib/request/transaction";
import { indexNote } from "@/lib/search/mutations";
import { ring } from "@/lib/vault/ring";
import { sealText, unwrapKey } from "@/lib/vault/seal";
import { noteKeyOwner, notePlace } from "../places";
import type { LoadedReport } from "./loaded";

/** A reason is for staff: it is kept as an internal note beside the move. */
export async function storeReason(
  tx: Transaction,
  { row }: Pick<LoadedReport, "row">,
  reason: string,
): Promise<ReportEventInput> {
  const id = v7();
  const key = unwrapKey(ring(), row.noteKey, noteKeyOwner(row.id));
  await tx.db.insert(internalNotes).values({
    id,
    reportId: row.id,
    authorId: accountOf(tx.actor),
    bodySealed: sealText(key, notePlace(row.id, id), reason),
    createdAt: tx.now,
  });
  await indexNote(tx, row, reason);
  return { type: "note.added", noteId: id };
}
