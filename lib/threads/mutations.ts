import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { internalNotes, messages, reports } from "@/db/schema";
import { attachToWords } from "@/lib/attachments/mutations/attach";
import { accountOf, can } from "@/lib/auth/policy";
import { forbidden, invalid, PortalError } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type LoadedReport, loadReport, moveClocks, nextDueAt, storeClocks } from "@/lib/reports/mutations/loaded";
import { applyMove } from "@/lib/reports/mutations/move";
import { sideOf, storeMessage } from "@/lib/reports/mutations/speak";
import { tell } from "@/lib/reports/mutations/tell";
import { noteKeyOwner, notePlace } from "@/lib/reports/places";
import type { Move } from "@/lib/reports/state";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { indexNote } from "@/lib/search/mutations";
import { ring } from "@/lib/vault/ring";
import { sealText, unwrapKey } from "@/lib/vault/seal";
import { forgetDraft } from "./drafts/mutations";
import { tellMentioned } from "./mentioned/mutations";
import { unansweredSecrets } from "./secrets";

const NO_FIELDS = { text: "", reason: "" };

/**
 * Writes one public message. The first one of a person of the program acknowledges a received report;
 * the reporter's answer to a question takes the report up again. Sent twice with one key, it is one message.
 * Errors: NOT_FOUND, FORBIDDEN, INVALID (empty).
 */
export async function sendMessage(
  ctx: Context,
  reference: string,
  input: { text: string; idempotencyKey?: string },
): Promise<{ messageId: string }> {
  return inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const { row } = report;
    if (!can(tx.actor, "report.reply", row)) throw forbidden("Only the reporter and the program’s team write here.");
    if (input.text === "") throw invalid("There is a problem", { text: ["Write a message"] });
    if (input.idempotencyKey) {
      const [sent] = await tx.db
        .select({ publicId: messages.publicId })
        .from(messages)
        .where(and(eq(messages.reportId, row.id), eq(messages.idempotencyKey, input.idempotencyKey)));
      if (sent) return { messageId: sent.publicId };
    }
    return { messageId: await applyMessage(tx, report, input) };
  });
}

/** A message inside a transaction that has already loaded the report and judged that the actor may write there. */
export async function applyMessage(
  tx: Transaction,
  report: LoadedReport,
  input: { text: string; idempotencyKey?: string },
): Promise<string> {
  const messageId = await storeMessage(tx, report, input.text, { ...input, ...answering(tx, report) });
  await applySpoken(tx, report, messageId, tx.now);
  return messageId;
}

/** The move that a message makes by itself: the reporter's answer to a question. */
export function answering(tx: Transaction, report: LoadedReport): { move?: Move } {
  const asked = sideOf(tx, report) === "reporter" && report.row.state === "needs_info";
  return asked ? { move: "give_information" } : {};
}

/** What a message that is stored does to clocks, state, ledger and mail. `shownAt`: from when on the other side reads it. */
export async function applySpoken(
  tx: Transaction,
  report: LoadedReport,
  messageId: string,
  shownAt: Date,
): Promise<void> {
  const { row } = report;
  const side = sideOf(tx, report);
  const effects = moveClocks(tx, report, { kind: "message", side, state: row.state });
  await storeClocks(tx, report, effects);
  await recordReportEvents(tx, row.id, [{ type: "message.sent", messageId, side, clocks: effects }]);
  if (side === "staff" && row.state === "received") {
    await applyMove(tx, report, { ...NO_FIELDS, move: "acknowledge", version: row.version });
    return;
  }
  if (side === "reporter" && row.state === "needs_info") {
    await applyMove(tx, report, { ...NO_FIELDS, move: "give_information", version: row.version });
    return;
  }
  await tx.db
    .update(reports)
    .set({
      nextDueAt: nextDueAt(report.runs),
      ...(side === "staff" ? { staffPublicAt: shownAt } : { reporterAt: shownAt }),
    })
    .where(eq(reports.id, row.id));
  await tell(tx, report, "message", { anchor: `m-${messageId}` });
}

/**
 * Adds an internal note: staff of the program alone can write it, read it, or know of it.
 * Colleagues whom it mentions are told when they read the report; `untold` names the others (handles), who got no access.
 * Errors: NOT_FOUND, FORBIDDEN, INVALID (empty; a secret that its writer has not looked at).
 */
export async function addNote(
  ctx: Context,
  reference: string,
  input: { text: string; sure?: boolean; files?: readonly string[] },
): Promise<{ untold: string[] }> {
  const { files = [] } = input;
  return inTransaction(ctx, async (tx) => {
    const { row, pinned } = await loadReport(tx, reference);
    if (!can(tx.actor, "report.note", row))
      throw forbidden("Only a triager or coordinator of this program can do this.");
    if (input.text === "" && files.length === 0) throw invalid("There is a problem", { note: ["Write a note"] });
    const secrets = unansweredSecrets(input.text, input.sure ?? true);
    if (secrets.length > 0) {
      throw new PortalError("INVALID", "There is a problem", { note: secrets }, undefined, {
        note: input.text,
        secrets: "yes",
      });
    }
    const noteId = await applyNote(tx, row, input.text);
    await attachToWords(tx, { reportId: row.id, kind: "note" }, files, { noteId });
    await forgetDraft(tx, row.id, "note");
    return tellMentioned(tx, { row, pinned }, { text: input.text, noteId });
  });
}

/** A note inside a transaction that has already judged that the actor may write it; its key. */
export async function applyNote(tx: Transaction, row: LoadedReport["row"], text: string): Promise<string> {
  const id = v7();
  const key = unwrapKey(ring(), row.noteKey, noteKeyOwner(row.id));
  await tx.db.insert(internalNotes).values({
    id,
    reportId: row.id,
    authorId: accountOf(tx.actor),
    bodySealed: sealText(key, notePlace(row.id, id), text),
    createdAt: tx.now,
  });
  await indexNote(tx, row, text);
  await recordReportEvents(tx, row.id, [{ type: "note.added", noteId: id }]);
  return id;
}
