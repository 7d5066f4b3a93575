import "server-only";
import { and, eq } from "drizzle-orm";
import { v7 } from "uuid";
import { messages, messageVersions, reports } from "@/db/schema";
import { removeFilesOf } from "@/lib/attachments/mutations/attach";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound, PortalError } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { type LoadedReport, loadReport } from "@/lib/reports/mutations/loaded";
import { tell } from "@/lib/reports/mutations/tell";
import { answersPlace, messagePlace, versionPlace, withholdingPlace } from "@/lib/reports/places";
import { readStored } from "@/lib/reports/salted";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { indexText, reindexReport } from "@/lib/search/mutations";
import { openJson, openText, sealText } from "@/lib/vault/seal";
import { wrote } from "../held/mutations";
import { mayChange } from "../queries";
import { unansweredSecrets } from "../secrets";

type Row = typeof messages.$inferSelect;

async function messageOf(tx: Transaction, report: LoadedReport, publicId: string): Promise<Row> {
  const [row] = await tx.db
    .select()
    .from(messages)
    .where(and(eq(messages.reportId, report.row.id), eq(messages.publicId, publicId)));
  if (!row) throw notFound();
  return row;
}

/**
 * Changes one's own message. What it said before is kept and both sides can read it; the other side finds it unread.
 * Errors: NOT_FOUND, FORBIDDEN (somebody else's), INVALID (empty; a secret), CONFLICT (withheld, held, or a decision's).
 */
export async function editMessage(
  ctx: Context,
  reference: string,
  messageId: string,
  { text, sure }: { text: string; sure: boolean },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const row = await messageOf(tx, report, messageId);
    if (!wrote(tx, report, row)) throw forbidden("Only whoever wrote a message can change it.");
    if (!mayChange(row)) throw conflict("This message can no longer be changed.");
    const refused = (sentences: string[], more: Record<string, string> = {}) =>
      new PortalError("INVALID", "There is a problem", { text: sentences }, undefined, { text, ...more });
    if (text === "") throw refused(["Write a message"]);
    const secrets = unansweredSecrets(text, sure);
    if (secrets.length > 0) throw refused(secrets, { secrets: "yes" });
    const place = messagePlace(report.row.id, row.id);
    const before = openText(report.dataKey, place, row.bodySealed);
    if (before === text) return;
    const id = v7();
    await tx.db.insert(messageVersions).values({
      id,
      reportId: report.row.id,
      messageId: row.id,
      bodySealed: sealText(report.dataKey, versionPlace(report.row.id, id), before),
      writtenAt: row.editedAt ?? row.sentAt,
    });
    await tx.db
      .update(messages)
      .set({ bodySealed: sealText(report.dataKey, place, text), editedAt: tx.now })
      .where(eq(messages.id, row.id));
    await indexText(tx, report.row, [text]);
    await tx.db
      .update(reports)
      .set(row.side === "staff" ? { staffPublicAt: tx.now } : { reporterAt: tx.now })
      .where(eq(reports.id, report.row.id));
    await recordReportEvents(tx, report.row.id, [{ type: "message.edited", messageId, side: row.side }]);
    await tell(tx, report, "message", { anchor: `m-${messageId}` });
  });
}

/**
 * Withholds a message for good: its text, every earlier one and its files are gone, also from search; that there was one, when it was
 * withheld and why stay, for both sides to read.
 * Errors: NOT_FOUND, FORBIDDEN (its writer, or a coordinator), INVALID (no reason), CONFLICT (held; withheld already).
 */
export async function withholdMessage(
  ctx: Context,
  reference: string,
  messageId: string,
  { reason }: { reason: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const report = await loadReport(tx, reference);
    const row = await messageOf(tx, report, messageId);
    const mine = wrote(tx, report, row);
    if (!can(tx.actor, "message.redact", { report: report.row, mine })) {
      throw forbidden("Only whoever wrote a message, or a coordinator of this program, can withhold it.");
    }
    if (row.held) throw conflict("It is not sent yet: take it back instead.");
    if (row.redactedAt !== null) throw conflict("This message is withheld already.");
    if (reason === "") throw invalid("There is a problem", { reason: ["Say why: both sides read it"] });
    const { id } = report.row;
    await removeFilesOf(tx, row.id);
    await tx.db.delete(messageVersions).where(eq(messageVersions.messageId, row.id));
    await tx.db
      .update(messages)
      .set({
        bodySealed: sealText(report.dataKey, messagePlace(id, row.id), ""),
        redactedAt: tx.now,
        redactedBy: accountOf(tx.actor),
        redactionSealed: sealText(report.dataKey, withholdingPlace(id, row.id), reason),
      })
      .where(eq(messages.id, row.id));
    const { salted } = readStored(openJson(report.dataKey, answersPlace(id), report.row.answersSealed));
    await reindexReport(tx, report.row, report.dataKey, salted);
    await recordReportEvents(tx, id, [{ type: "message.redacted", messageId, side: row.side }]);
  });
}
