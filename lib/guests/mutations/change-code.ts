import "server-only";
import { eq } from "drizzle-orm";
import { guestSessions, reports } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type Context, inTransaction, pastRowSecurity, type Transaction, withProof } from "@/lib/request/transaction";
import { codeHash, newReceiptCode } from "../code-hash";
import { inFamily, lockFamily } from "./family";
import { beginGuestSession } from "./session";

const CHANGED = "The code was changed meanwhile, perhaps in another tab. Enter the newest one to go on.";

/**
 * Gives the holder a new receipt code, shown once; the old one and every session it opened are dead.
 * Errors: NOT_FOUND, FORBIDDEN for everybody but the holder, CONFLICT when somebody was faster.
 */
export function replaceCode(ctx: Context, reference: string): Promise<{ code: string; session: string }> {
  return inTransaction(ctx, (tx) => giveNewCode(tx, reference));
}

/** The same in the transaction of whoever has just proven to hold the report. */
export async function giveNewCode(before: Transaction, reference: string): Promise<{ code: string; session: string }> {
  const row = await heldReport(before, reference);
  const code = newReceiptCode();
  const hash = codeHash(appSecret(), code);
  const tx = await withProof(before, hash);
  for (const id of await setCode(tx, row, hash)) await recordReportEvents(tx, id, [{ type: "code.replaced" }]);
  return { code, session: await beginGuestSession(tx, hash) };
}

/**
 * Ends the code for good: nobody, the holder and staff included, can open the report from the reporter's side again.
 * Errors: as `replaceCode`.
 */
export function revokeCode(ctx: Context, reference: string): Promise<{ revoked: true }> {
  return inTransaction(ctx, async (tx) => {
    const row = await heldReport(tx, reference);
    for (const id of await familyOf(tx, row)) await recordReportEvents(tx, id, [{ type: "code.revoked" }]);
    await pastRowSecurity(tx, () => setCode(tx, row, null));
    return { revoked: true };
  });
}

type Held = typeof reports.$inferSelect & { guestCodeHash: string };

async function heldReport(tx: Transaction, reference: string): Promise<Held> {
  const [row] = await lockFamily(tx, reference);
  if (!row || !can(tx.actor, "report.read", row)) throw notFound();
  const { guestCodeHash } = row;
  if (guestCodeHash === null || !can(tx.actor, "report.change_code", row)) {
    throw forbidden("Only whoever holds the receipt code can do this.");
  }
  return { ...row, guestCodeHash };
}

/** Changes what opens the report and all that was split with it; the ids of those. */
async function setCode(tx: Transaction, row: Held, hash: string | null): Promise<string[]> {
  const changed = await tx.db
    .update(reports)
    .set({ guestCodeHash: hash })
    .where(inFamily(row))
    .returning({ id: reports.id });
  if (changed.length === 0) throw conflict(CHANGED);
  await tx.db.delete(guestSessions).where(eq(guestSessions.codeHash, row.guestCodeHash));
  return changed.map(({ id }) => id);
}

async function familyOf(tx: Transaction, row: Held): Promise<string[]> {
  const rows = await tx.db.select({ id: reports.id }).from(reports).where(inFamily(row)).orderBy(reports.id);
  return rows.map(({ id }) => id);
}
