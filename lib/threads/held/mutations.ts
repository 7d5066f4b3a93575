import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { events, messages, reports } from "@/db/schema";
import { attachToWords, detachFromMessage } from "@/lib/attachments/mutations/attach";
import { type Actor, accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, notFound, PortalError } from "@/lib/errors";
import { enqueue } from "@/lib/jobs/enqueue";
import { type LoadedReport, loadReport } from "@/lib/reports/mutations/loaded";
import { type Side, sideOf, storeMessage } from "@/lib/reports/mutations/speak";
import { messagePlace } from "@/lib/reports/places";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { indexText } from "@/lib/search/mutations";
import { openText } from "@/lib/vault/seal";
import { forgetDraft, keepDraft } from "../drafts/mutations";
import { countsFrom, HOLD_MS } from "../hold";
import { answering, applySpoken } from "../mutations";
import { unansweredSecrets } from "../secrets";

type Row = typeof messages.$inferSelect;

export type Written = {
  text: string;
  idempotencyKey?: string | undefined;
  /** The newest message that the writer's page showed; "" when it showed none. */
  seen: string;
  /** The writer has looked at what seems to be a secret in it, and means it. */
  sure: boolean;
  /** Ids of the files that the writer's page showed beside the text. */
  files?: readonly string[];
};

/**
 * Takes a message from a page: refused while it holds what looks like a secret, or while something stands in the thread
 * that its writer's page did not show. It is durable at once, and held for ten seconds in which it can be taken back.
 * Errors: NOT_FOUND, FORBIDDEN, INVALID (empty; a secret), CONFLICT (something unseen; `values.unseen` names it).
 */
export async function writeMessage(ctx: Context, reference: string, input: Written): Promise<{ messageId: string }> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { row } = report;
    if (!can(tx.actor, "report.reply", row)) throw forbidden("Only the reporter and the program’s team write here.");
    if (input.text === "" && (input.files ?? []).length === 0)
      throw refused("INVALID", input, { text: ["Write a message"] });
    if (input.idempotencyKey) {
      const [sent] = await tx.db
        .select({ publicId: messages.publicId })
        .from(messages)
        .where(and(eq(messages.reportId, row.id), eq(messages.idempotencyKey, input.idempotencyKey)));
      if (sent) return { messageId: sent.publicId };
    }
    const secrets = unansweredSecrets(input.text, input.sure);
    if (secrets.length > 0) throw refused("INVALID", input, { text: secrets }, { secrets: "yes" });
    const unseen = await unseenBy(tx, report, input.seen);
    if (unseen.length > 0) throw refused("CONFLICT", input, undefined, { unseen });
    const messageId = await storeMessage(tx, report, input.text, {
      ...answering(tx, report),
      ...(input.idempotencyKey === undefined ? {} : { idempotencyKey: input.idempotencyKey }),
      holdMs: HOLD_MS,
    });
    await attachFiles(tx, row.id, messageId, input);
    await forgetDraft(tx, row.id, "reply");
    await enqueue(tx, "release_message", [{ payload: { messageId }, key: `message:${messageId}` }], {
      delayMs: HOLD_MS,
    });
    return { messageId };
  });
}

function refused(
  code: "INVALID" | "CONFLICT",
  { text }: Written,
  errors?: Record<string, string[]>,
  more: Record<string, string | string[]> = {},
): PortalError {
  const message = code === "INVALID" ? "There is a problem" : "Not sent yet: something new was written meanwhile.";
  return new PortalError(code, message, errors, undefined, { text, ...more });
}

async function attachFiles(tx: Transaction, reportId: string, publicId: string, input: Written): Promise<void> {
  const { files = [] } = input;
  if (files.length === 0) return;
  const [message] = await tx.db.select({ id: messages.id }).from(messages).where(eq(messages.publicId, publicId));
  try {
    await attachToWords(tx, { reportId, kind: "reply" }, files, { messageId: message?.id ?? "" });
  } catch (error) {
    if (!(error instanceof PortalError)) throw error;
    throw refused("INVALID", input, error.fieldErrors);
  }
}

/** Messages of others that the writer's page did not show yet, oldest first; row security hides what the other side still holds. */
async function unseenBy(tx: Transaction, report: LoadedReport, seen: string): Promise<string[]> {
  const me = accountOf(tx.actor);
  const rows = await tx.db
    .select({ publicId: messages.publicId })
    .from(messages)
    .where(
      and(
        eq(messages.reportId, report.row.id),
        sql`(${messages.side} <> ${sideOf(tx, report)} or ${messages.authorId} is distinct from ${me}::uuid)`,
        sql`(${messages.shownAt}, ${messages.id}) > coalesce((select (s.shown_at, s.id) from ${messages} s
          where s.report_id = ${report.row.id} and s.public_id = ${seen}), ('-infinity'::timestamptz, '00000000-0000-0000-0000-000000000000'::uuid))`,
      ),
    )
    .orderBy(messages.shownAt, messages.id)
    .limit(50);
  return rows.map(({ publicId }) => publicId);
}

/** Takes a held message back, for its writer alone: nothing of it has happened. Its text becomes their draft again, and its files wait beside it. Errors: NOT_FOUND, CONFLICT (it is out). */
export async function takeBack(ctx: Context, reference: string, messageId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const row = await ownHeld(tx, report, messageId);
    await detachFromMessage(tx, row.reportId, row.id);
    await tx.db.delete(messages).where(and(eq(messages.id, row.id), eq(messages.held, true)));
    const text = openText(report.dataKey, messagePlace(row.reportId, row.id), row.bodySealed);
    if (text !== "") await keepDraft(tx, report.row, "reply", text);
  });
}

/** Lets a held message go before its time, for its writer alone. Errors: NOT_FOUND, CONFLICT (it is out). */
export async function sendNow(ctx: Context, reference: string, messageId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    await letGo(tx, report, await ownHeld(tx, report, messageId));
  });
}

async function ownHeld(tx: Transaction, report: LoadedReport, messageId: string): Promise<Row> {
  const [row] = await tx.db
    .select()
    .from(messages)
    .where(and(eq(messages.reportId, report.row.id), eq(messages.publicId, messageId)));
  if (!row || !wrote(tx, report, row)) throw notFound();
  if (!row.held) throw conflict("It is sent already: the other side can read it.");
  return row;
}

/** Whether the actor is the one person who wrote a message; a guest is the reporter and nobody else. */
export function wrote(tx: Transaction, report: LoadedReport, row: Pick<Row, "side" | "authorId">): boolean {
  return row.side === sideOf(tx, report) && row.authorId === accountOf(tx.actor);
}

/**
 * Lets a held message go once its time is over, whoever may have sent or taken it back meanwhile.
 * Errors: FORBIDDEN for everybody but the portal itself.
 */
export async function releaseMessage(ctx: Context, messageId: string): Promise<void> {
  if (!can(ctx.actor, "messages.release", null)) throw forbidden("Only the portal itself can do this.");
  await inTransaction(ctx, async (tx) => {
    const [held] = await tx.db
      .select({ reference: reports.reference })
      .from(messages)
      .innerJoin(reports, eq(reports.id, messages.reportId))
      .where(and(eq(messages.publicId, messageId), eq(messages.held, true)));
    if (!held) return;
    const report = await loadReport(tx, held.reference);
    // Read again under the report's lock: whoever was before us may have settled it.
    const [row] = await tx.db
      .select()
      .from(messages)
      .where(and(eq(messages.publicId, messageId), eq(messages.held, true)));
    if (row) await letGo(tx, report, row);
  });
}

async function letGo(tx: Transaction, report: LoadedReport, row: Row): Promise<void> {
  const shownAt = row.shownAt < tx.now ? row.shownAt : tx.now;
  await tx.db.update(messages).set({ held: false, shownAt }).where(eq(messages.id, row.id));
  await indexText(tx, report.row, [openText(report.dataKey, messagePlace(row.reportId, row.id), row.bodySealed)]);
  const [last] = await tx.db
    .select({ at: events.at })
    .from(events)
    .where(eq(events.reportId, row.reportId))
    .orderBy(desc(events.seq))
    .limit(1);
  const writing: Transaction = {
    ...tx,
    actor: writerOf(row.side, row.authorId, report),
    now: countsFrom(row.sentAt, last?.at ?? null),
  };
  await applySpoken(writing, report, row.publicId, shownAt);
}

/** Who wrote it, as they stood when they pressed Send. */
function writerOf(side: Side, authorId: string | null, { row, pinned }: LoadedReport): Actor {
  if (side === "reporter") {
    if (authorId !== null) return { kind: "researcher", accountId: authorId };
    return { kind: "guest", proofs: row.guestCodeHash === null ? [] : [row.guestCodeHash] };
  }
  const memberships = [{ programId: row.programId, programSlug: pinned.programSlug, role: "triager" as const }];
  return authorId === null ? { kind: "system", job: "release" } : { kind: "staff", accountId: authorId, memberships };
}
