import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { v7 } from "uuid";
import { replyDrafts, reports } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { forbidden, notFound } from "@/lib/errors";
import { noteKeyOwner, replyDraftPlace } from "@/lib/reports/places";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealText, unwrapKey } from "@/lib/vault/seal";

export type ReplyKind = (typeof replyDrafts.$inferSelect)["kind"];
type Holder = Pick<typeof reports.$inferSelect, "id" | "dataKey" | "noteKey">;

/**
 * Keeps what somebody has typed and not sent, for them alone, also past the end of their session; empty text forgets it.
 * Errors: NOT_FOUND, FORBIDDEN.
 */
export async function saveReplyDraft(
  ctx: Context,
  reference: string,
  { kind, text }: { kind: ReplyKind; text: string },
): Promise<{ savedAt: string | null }> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    if (!row || !can(tx.actor, "report.read", row)) throw notFound();
    if (!can(tx.actor, kind === "note" ? "report.note" : "report.reply", row)) {
      throw forbidden("Only those who write here keep a draft here.");
    }
    if (text === "") {
      await forgetDraft(tx, row.id, kind);
      return { savedAt: null };
    }
    await keepDraft(tx, row, kind, text);
    return { savedAt: tx.now.toISOString() };
  });
}

/** In a transaction that has judged that the actor writes there. */
export async function keepDraft(tx: Transaction, report: Holder, kind: ReplyKind, text: string): Promise<void> {
  const id = v7();
  // What becomes a note is never under the key that opens messages.
  const key =
    kind === "note"
      ? unwrapKey(ring(), report.noteKey, noteKeyOwner(report.id))
      : unwrapKey(ring(), report.dataKey, report.id);
  await forgetDraft(tx, report.id, kind);
  await tx.db
    .insert(replyDrafts)
    .values({
      id,
      reportId: report.id,
      accountId: accountOf(tx.actor),
      kind,
      bodySealed: sealText(key, replyDraftPlace(report.id, id), text),
      savedAt: tx.now,
    })
    // Two tabs at the same moment: the first of them stays, the next keystroke saves again.
    .onConflictDoNothing();
}

export async function forgetDraft(tx: Transaction, reportId: string, kind: ReplyKind): Promise<void> {
  const account = accountOf(tx.actor);
  await tx.db
    .delete(replyDrafts)
    .where(
      and(
        eq(replyDrafts.reportId, reportId),
        eq(replyDrafts.kind, kind),
        account === null ? isNull(replyDrafts.accountId) : eq(replyDrafts.accountId, account),
      ),
    );
}
