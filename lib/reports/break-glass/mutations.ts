import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { memberships, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { queueMails } from "@/lib/notifications/mutations";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { familyOf, type ReportRow } from "../mutations/loaded";
import { storeReason } from "../mutations/notes";
import type { BreakGlassInput } from "./schema";

/**
 * Opens a restricted report to a coordinator who is not among its readers: with the second factor just given and a reason
 * that stays with the report. Every coordinator of the program and every reader is told by mail; the ledger keeps it.
 * Errors: NOT_FOUND (no such report of theirs, or sealed to privacy officers), FORBIDDEN (the second factor is missing),
 * CONFLICT (they read it already).
 */
export async function breakGlass(ctx: Context, { reference, reason }: BreakGlassInput): Promise<{ reference: string }> {
  return inTransaction(ctx, async (tx) => {
    const account = accountOf(tx.actor);
    if (tx.actor.kind !== "staff" || account === null) throw notFound();
    if (!tx.actor.steppedUp) throw forbidden("Give your second factor again, then send once more.");
    const [row] = await pastRowSecurity(tx, () =>
      tx.db.select().from(reports).where(eq(reports.reference, reference)).for("no key update"),
    );
    if (!row) throw notFound();
    if (can(tx.actor, "report.read", row)) throw conflict("You read this report already.");
    if (!can(tx.actor, "report.break_glass", row)) throw notFound();
    await pastRowSecurity(tx, async () => {
      for (const relative of await familyOf(tx, row)) await letIn(tx, relative, account);
    });
    // From here on it is theirs to read, and the note is written under their own row security.
    const note = await storeReason(tx, { row }, reason);
    await recordReportEvents(tx, row.id, [{ type: "restriction.broken" }, note]);
    await alarm(tx, row, account);
    return { reference: row.reference };
  });
}

async function letIn(tx: Transaction, { id, readers, version }: ReportRow, account: string): Promise<void> {
  if (readers === null || readers.includes(account)) return;
  await tx.db
    .update(reports)
    .set({ readers: [...readers, account].sort(), version: version + 1 })
    .where(eq(reports.id, id));
}

async function alarm(tx: Transaction, row: ReportRow, account: string): Promise<void> {
  const coordinators = await tx.db
    .select({ accountId: memberships.accountId })
    .from(memberships)
    .where(
      and(
        eq(memberships.programId, row.programId),
        isNull(memberships.endedAt),
        inArray(memberships.role, ["coordinator"]),
      ),
    );
  const told = new Set([...coordinators.map(({ accountId }) => accountId), ...(row.readers ?? [])]);
  told.delete(account);
  const { document } = await pinnedPolicy(tx, row.policyVersionId);
  const params = { reference: row.reference, program: document.organisation.tradeName, what: "opened_anyway" as const };
  await queueMails(
    tx,
    [...told].map((accountId) => ({ template: "staff_news", to: { accountId }, params })),
  );
}
