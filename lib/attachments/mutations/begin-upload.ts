import "server-only";
import { randomBytes } from "node:crypto";
import { and, isNull, sql } from "drizzle-orm";
import { v7 } from "uuid";
import { attachments } from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { fileKeyOwner } from "@/lib/reports/places";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { fileStore } from "@/lib/storage/configured";
import { ring } from "@/lib/vault/ring";
import { newWrappedKey } from "@/lib/vault/seal";
import { declaredType, refusalOf } from "../accepted";
import { keptName } from "../file-name";
import { hasRoomFor } from "../room";
import type { SealedFile } from "../sealed-writing";
import { takeUploadBudget } from "./budget";
import { sealName } from "./loaded";
import { RefusedFile } from "./refused";
import { type Waiting, waitingPlace } from "./waiting";

/** A place for a new file, with a key of its own: nothing of it is stored yet. */
export function newFile(): { file: SealedFile; wrapped: Buffer; publicId: string } {
  const id = v7();
  const { key, wrapped } = newWrappedKey(ring(), fileKeyOwner(id));
  const storageKey = randomBytes(16).toString("hex");
  return {
    file: { storageKey, key, place: { fileId: id, purpose: "file" } },
    wrapped,
    publicId: randomBytes(16).toString("hex"),
  };
}

/** The place that takes one more file of this size, locked. Errors: those of `waitingPlace`; RefusedFile. */
export async function placeTaking(
  tx: Transaction,
  place: string,
  named: { name: string; size: number },
  way: "plain" | "resumable",
): Promise<Waiting> {
  const waiting = await waitingPlace(tx, place);
  const [present] = await tx.db
    .select({ files: sql<number>`count(*)::int`, bytes: sql<number>`coalesce(sum(${attachments.size}), 0)::float8` })
    .from(attachments)
    .where(and(waiting.files, isNull(attachments.removedAt)));
  const refusal = refusalOf(named, present ?? { files: 0, bytes: 0 }, way);
  if (refusal !== null) throw new RefusedFile(refusal, named.name);
  return waiting;
}

/** What every new row begins with. */
export function rowOf(tx: Transaction, made: ReturnType<typeof newFile>, named: { name: string; modified: number }) {
  const { file, wrapped, publicId } = made;
  return {
    id: file.place.fileId,
    publicId,
    uploaderId: accountOf(tx.actor),
    dataKey: wrapped,
    nameSealed: sealName(file, named),
    declared: declaredType(named.name) ?? "",
    storageKey: file.storageKey,
    scan: "off" as const,
    createdAt: tx.now,
  };
}

/** What is refused whatever the draft holds, before anything is counted or opened. */
async function refuseAtOnce(name: string, size: number): Promise<void> {
  const refusal = refusalOf({ name, size }, { files: 0, bytes: 0 }, "resumable");
  if (refusal !== null) throw new RefusedFile(refusal, name);
  if (!(await hasRoomFor(await fileStore(), size))) throw new RefusedFile("room", name);
}

/**
 * Begins a resumable upload to a place. Errors: NOT_FOUND (not the actor's), FORBIDDEN, CONFLICT (sent already),
 * INVALID (type, size, count, no room on the disk), RATE_LIMITED.
 */
export async function beginUpload(
  ctx: Context,
  input: { place: string; name: string; size: number; modified: number },
): Promise<{ publicId: string }> {
  const name = keptName(input.name);
  await refuseAtOnce(name, input.size);
  // Whose place it is comes first: nobody spends the budget of somebody else's.
  await inTransaction(ctx, (tx) => placeTaking(tx, input.place, { name, size: input.size }, "resumable"));
  await takeUploadBudget(ctx, input.place, input.size);
  return inTransaction(ctx, async (tx) => {
    const { columns } = await placeTaking(tx, input.place, { name, size: input.size }, "resumable");
    const made = newFile();
    await tx.db
      .insert(attachments)
      .values({ ...rowOf(tx, made, { name, modified: input.modified }), ...columns, size: input.size });
    return { publicId: made.publicId };
  });
}
