import "server-only";
import type { KeyObject } from "node:crypto";
import { isNull, sql } from "drizzle-orm";
import { receiptKeys } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { conflict, forbidden } from "@/lib/errors";
import { recordSystemEvent } from "@/lib/ledger/record";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openWithRing, sealWithRing } from "@/lib/vault/seal";
import { newReceiptKey, privateReceiptKeySchema, signingKey } from "./keys";

/** The key that signs now, and the origin that its receipts name. */
export type ReceiptSigner = { kid: string; signing: KeyObject; portal: string };

const place = (kid: string) => ({ table: "receipt_keys", column: "private_sealed", rowId: kid });

// Opening a private key costs more than signing; a process opens each once.
const opened = new Map<string, KeyObject>();

export async function currentReceiptKey(tx: Transaction): Promise<ReceiptSigner> {
  const [row] = await tx.db
    .select({ kid: receiptKeys.kid, privateSealed: receiptKeys.privateSealed })
    .from(receiptKeys)
    .where(isNull(receiptKeys.retiredAt));
  if (!row) throw new Error("no receipt key: nothing can be acknowledged");
  let signing = opened.get(row.kid);
  if (!signing) {
    signing = signingKey(
      privateReceiptKeySchema.parse(JSON.parse(openWithRing(ring(), place(row.kid), row.privateSealed))),
    );
    opened.set(row.kid, signing);
  }
  return { kid: row.kid, signing, portal: env().APP_URL };
}

/** Makes the first receipt key of an installation; does nothing when there is one. */
export async function ensureReceiptKey(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // Two instances that start together: the second waits, then finds the key of the first.
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('first receipt key'))`);
    const present = await tx.db.select({ kid: receiptKeys.kid }).from(receiptKeys).where(isNull(receiptKeys.retiredAt));
    if (present.length > 0) return;
    await addReceiptKey(tx);
  });
}

/**
 * Retires the key that signs and makes a new one; receipts of the old one stay valid, for its public half stays
 * published. Errors: FORBIDDEN for everybody but the operator's own commands.
 */
export async function rotateReceiptKey(ctx: Context): Promise<{ retired: string; created: string }> {
  return inTransaction(ctx, async (tx) => {
    if (!can(tx.actor, "receipt_key.rotate", null)) throw forbidden("Only the operator of the portal can do this.");
    // Of two that rotate at once the second retires the key of the first: there is one that signs at any time.
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtext('first receipt key'))`);
    const [retired] = await tx.db
      .update(receiptKeys)
      .set({ retiredAt: tx.now })
      .where(isNull(receiptKeys.retiredAt))
      .returning({ kid: receiptKeys.kid });
    if (!retired) throw conflict("There is no receipt key to rotate: start the portal once.");
    await recordSystemEvent(tx, { type: "receipt_key.retired", kid: retired.kid });
    return { retired: retired.kid, created: await addReceiptKey(tx) };
  });
}

async function addReceiptKey(tx: Transaction): Promise<string> {
  const { kid, publicKey, privateKey } = newReceiptKey();
  await tx.db.insert(receiptKeys).values({
    kid,
    publicJwk: publicKey,
    privateSealed: sealWithRing(ring(), place(kid), JSON.stringify(privateKey)),
    createdAt: tx.now,
  });
  await recordSystemEvent(tx, { type: "receipt_key.created", kid });
  return kid;
}
