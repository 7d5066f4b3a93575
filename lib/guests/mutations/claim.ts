import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import { credits, reportDrafts, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { inEvenTime } from "@/lib/request/even-time";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { forgetWaysBack } from "../resume/mutations";
import { type Entry, guarded, reportOfCode } from "./enter";
import { inFamily } from "./family";

/**
 * Takes a guest's report into the actor's account: from then on the account opens it and the code no longer does.
 * Of two holders at once one wins; the other's code is dead then. Errors: FORBIDDEN without an account, INVALID, RATE_LIMITED.
 */
export function claimReport(ctx: Context, entry: Entry): Promise<{ reference: string }> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw forbidden("Sign in first: a report is taken into an account.");
  return inEvenTime(() =>
    guarded(ctx, entry.network, () =>
      inTransaction(ctx, async (before) => {
        const found = await reportOfCode(before, entry);
        if (!found || !can(before.actor, "report.claim", found.row)) return null;
        const { tx, row } = found;
        // The full report that may still follow a notice; visible by the code, which is dead in a moment.
        if (row.draftId !== null) await takeUnsentDraft(tx, row.draftId, accountId);
        // What was split from the report comes along: the same code opened it.
        const claimed = await tx.db
          .update(reports)
          .set({ reporterId: accountId, guestCodeHash: null })
          .where(and(inFamily(row), isNull(reports.reporterId)))
          .returning({ id: reports.id });
        const ids = claimed.map(({ id }) => id);
        if (!ids.includes(row.id)) return null;
        await tx.db
          .update(credits)
          .set({ accountId, ofGuest: false })
          .where(and(inArray(credits.reportId, ids), eq(credits.ofGuest, true)));
        for (const id of ids) await recordReportEvents(tx, id, [{ type: "report.claimed" }]);
        return { reference: row.reference };
      }),
    ),
  );
}

async function takeUnsentDraft(tx: Transaction, draftId: string, accountId: string): Promise<void> {
  const [taken] = await tx.db
    .update(reportDrafts)
    .set({ accountId, guestHash: null })
    .where(and(eq(reportDrafts.id, draftId), isNull(reportDrafts.submittedAt)))
    .returning({ id: reportDrafts.id });
  if (taken) await forgetWaysBack(tx, taken.id);
}
