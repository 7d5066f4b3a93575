import "server-only";
import { randomBytes } from "node:crypto";
import { v7 } from "uuid";
import { incomingMails } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { newWrappedKey, sealBytes, sealJson } from "@/lib/vault/seal";
import { readRecipient } from "../addresses";
import { mailboxes } from "../mailboxes/queries";
import { type Envelope, mailKeyOwner, mailPlace } from "../sealed";

/** Bytes of a mail that is taken: 25 MB of files grow by a third on their way, as those of a form may. */
export const MAIL_BYTES_AT_MOST = 36 * 1024 * 1024;

/**
 * Keeps a mail for each program that it is addressed to, sealed, and promises that it will be judged. When this has
 * returned it is durable: nobody who handed a mail over may be told before. `fallback`: for a mail that names no
 * program but lay in a program's mailbox, the first one takes it.
 */
export async function storeMail(
  ctx: Context,
  input: { source: "smtp" | "imap"; envelope: Envelope; raw: Buffer; fallback?: boolean },
): Promise<{ stored: number }> {
  if (!can(ctx.actor, "mail.receive", null)) throw forbidden("Only the portal itself can do this.");
  const { source, envelope, raw } = input;
  return inTransaction(ctx, async (tx) => {
    const all = await mailboxes(tx.db);
    const named = new Set(envelope.to.flatMap((address) => readRecipient(address)?.mailbox ?? []));
    const addressed = all.filter(({ address }) => named.has(address));
    const taking = addressed.length > 0 || !input.fallback ? addressed : all.slice(0, 1);
    const rows = taking.map(({ programId }) => {
      const id = v7();
      const { key, wrapped } = newWrappedKey(ring(), mailKeyOwner(id));
      return {
        id,
        publicId: randomBytes(16).toString("hex"),
        programId,
        source,
        state: "stored" as const,
        dataKey: wrapped,
        envelopeSealed: sealJson(key, mailPlace(id, "envelope"), envelope),
        rawSealed: sealBytes(key, mailPlace(id, "raw"), raw),
        size: raw.length,
        receivedAt: tx.now,
      };
    });
    if (rows.length > 0) await tx.db.insert(incomingMails).values(rows);
    const jobs = rows.map(({ id }) => ({ payload: { mailId: id }, key: `judge:${id}` }));
    await enqueue(tx, "judge_mail", jobs);
    return { stored: rows.length };
  });
}
