import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import {
  accountKeys,
  accounts,
  accountTokens,
  attachments,
  credits,
  digestItems,
  inboxItems,
  memberships,
  notificationChoices,
  ownReferences,
  passwords,
  readMarks,
  recoveryCodes,
  replyDrafts,
  reportDrafts,
  reports,
  totpFactors,
} from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { storeWish } from "@/lib/credit/mutations";
import { conflict, notFound } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { recordSystemEvent } from "@/lib/ledger/record";
import { removeAnswer } from "@/lib/reports/mutations/redact";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { unwrapKey } from "@/lib/vault/seal";
import { confirmPassword } from "../mutations/confirm-password";
import { realTime } from "../mutations/start-session";
import { endSessions } from "../mutations/write-account";
import { sealEmail, sealProfile } from "../records";

export const STAFF_STAY = "You work for a program. Ask its administrator to end your roles; then delete your account.";

/** Answers of a report that say who its reporter is; everything else is the finding. */
const WHO = ["contactName", "email", "pgpKey", "group"] as const;
const REASON = "Its reporter deleted their account.";
const NOBODY = { displayName: "Deleted account", group: "", title: "" };

/**
 * Deletes the actor's account for good, from the next request on, everywhere. Who they were is gone: address, name, password,
 * factors, key, drafts, notifications, and the contact answers of their reports, which stay with the organisation under a
 * number and whose receipts still verify. A credit line that they agreed to stays; one that they had not agreed to is dropped.
 * Errors: NOT_FOUND without an account, INVALID (password), RATE_LIMITED, CONFLICT (roles in a program; deleted already).
 */
export async function deleteAccount(ctx: Context, input: { password: string }): Promise<void> {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  if (ctx.actor.kind === "staff") throw conflict(STAFF_STAY);
  await confirmPassword(ctx, input.password);
  await inTransaction(ctx, async (tx) => {
    const [account] = await tx.db
      .select({ id: accounts.id })
      .from(accounts)
      .where(and(eq(accounts.id, accountId), isNull(accounts.deletedAt)))
      .for("update");
    if (!account) throw conflict("This account is deleted already.");
    const [role] = await tx.db
      .select({ id: memberships.id })
      .from(memberships)
      .where(and(eq(memberships.accountId, accountId), isNull(memberships.endedAt)));
    if (role) throw conflict(STAFF_STAY);
    await dropCredits(tx, accountId);
    await forgetWho(tx, accountId);
    await forgetUnsent(tx, accountId);
    await forgetAccount(tx, accountId);
    await endSessions(tx, accountId, realTime(ctx, tx));
    await recordSystemEvent(tx, { type: "account.deleted", accountId });
  });
}

/** What would print without a yes of theirs prints no more. */
async function dropCredits(tx: Transaction, accountId: string): Promise<void> {
  const pending = await tx.db
    .select({ credit: credits, row: reports })
    .from(credits)
    .innerJoin(reports, eq(reports.id, credits.reportId))
    .where(and(eq(credits.accountId, accountId), ne(credits.consent, "given"), ne(credits.wish, "no")))
    .for("no key update");
  for (const { credit, row } of pending) {
    const report = { row, dataKey: unwrapKey(ring(), row.dataKey, row.id) };
    const display = { text: "", organisation: "", url: "" };
    await storeWish(tx, report, credit, { version: credit.version, wish: "no", display });
  }
}

async function forgetWho(tx: Transaction, accountId: string): Promise<void> {
  const own = await tx.db
    .select({ id: reports.id })
    .from(reports)
    .where(eq(reports.reporterId, accountId))
    .orderBy(reports.id);
  for (const { id } of own) {
    for (const key of WHO) {
      // Each removal changes the row.
      const [row] = await tx.db.select().from(reports).where(eq(reports.id, id)).for("no key update");
      if (row) await removeAnswer(tx, row, { key, reason: REASON });
    }
  }
  if (own.length === 0) return;
  await tx.db.delete(ownReferences).where(
    inArray(
      ownReferences.reportId,
      own.map(({ id }) => id),
    ),
  );
}

async function forgetUnsent(tx: Transaction, accountId: string): Promise<void> {
  await tx.db
    .update(attachments)
    .set({ removedAt: tx.now })
    .where(and(eq(attachments.uploaderId, accountId), isNull(attachments.reportId)));
  await tx.db.delete(reportDrafts).where(and(eq(reportDrafts.accountId, accountId), isNull(reportDrafts.submittedAt)));
  await tx.db.delete(replyDrafts).where(eq(replyDrafts.accountId, accountId));
  await tx.db.delete(readMarks).where(eq(readMarks.accountId, accountId));
  await tx.db.delete(inboxItems).where(eq(inboxItems.accountId, accountId));
  await tx.db.delete(notificationChoices).where(eq(notificationChoices.accountId, accountId));
  await pastRowSecurity(tx, () => tx.db.delete(digestItems).where(eq(digestItems.accountId, accountId)));
  await enqueue(tx, "sweep_files", [{ payload: {}, key: "sweep_files" }]);
}

/** The row stays where reports and the ledger point at it, and says nothing of anybody. */
async function forgetAccount(tx: Transaction, accountId: string): Promise<void> {
  for (const table of [passwords, totpFactors, recoveryCodes, accountTokens, accountKeys]) {
    await tx.db.delete(table).where(eq(table.accountId, accountId));
  }
  await tx.db
    .update(accounts)
    .set({
      emailLookup: randomBytes(32),
      emailSealed: sealEmail(ring(), accountId, "deleted@account.invalid"),
      profileSealed: sealProfile(ring(), accountId, NOBODY),
      creditSealed: null,
      deactivatedAt: tx.now,
      deletedAt: tx.now,
    })
    .where(eq(accounts.id, accountId));
}
