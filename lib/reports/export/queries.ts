import "server-only";
import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import { messages, receipts, redactions, reportAdditions, reports } from "@/db/schema";
import { filesOfReport } from "@/lib/attachments/queries";
import { isReporterOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openJson, openText, unwrapKey } from "@/lib/vault/seal";
import { storedAdditionSchema } from "../additions";
import { reportSections, type SummarySection } from "../form/summary";
import { additionPlace, answersPlace, messagePlace, titlePlace } from "../places";
import { plainStatus } from "../reporter-status";
import { readStored } from "../salted";
import { readTimeline } from "../timeline/queries";
import { withheldAnswers } from "../withheld";
import type { ReportExport } from "./types";

/** The reporter's own data of one report. Errors: NOT_FOUND for everybody but the reporter. */
export async function exportReport(ctx: Context, reference: string): Promise<ReportExport> {
  return (await exportWithSections(ctx, reference)).exported;
}

/** The same, and what was answered as the form asked for it, in words. Errors: NOT_FOUND for everybody but the reporter. */
export async function exportWithSections(
  ctx: Context,
  reference: string,
): Promise<{ exported: ReportExport; sections: SummarySection[] }> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({
        ...getTableColumns(reports),
        receipt: receipts.json,
        splitFromReference: sql<string | null>`(select p.reference from ${reports} p where p.id = reports.split_from)`,
        splitInto: sql<
          string[]
        >`(select coalesce(json_agg(k.reference order by k.id), '[]'::json) from ${reports} k where k.split_from = reports.id)`,
      })
      .from(reports)
      .innerJoin(receipts, eq(receipts.reportId, reports.id))
      .where(eq(reports.reference, reference));
    if (!row || !isReporterOf(tx.actor, row)) throw notFound();
    const pinned = await pinnedPolicy(tx, row.policyVersionId);
    const key = unwrapKey(ring(), row.dataKey, row.id);
    const thread = await tx.db
      .select()
      .from(messages)
      .where(eq(messages.reportId, row.id))
      .orderBy(asc(messages.sentAt), asc(messages.id));
    const added = await tx.db
      .select()
      .from(reportAdditions)
      .where(eq(reportAdditions.reportId, row.id))
      .orderBy(asc(reportAdditions.addedAt), asc(reportAdditions.id));
    const { answers, salted } = readStored(openJson(key, answersPlace(row.id), row.answersSealed));
    const withheld = withheldAnswers(
      (await tx.db.select().from(redactions).where(eq(redactions.reportId, row.id)).orderBy(redactions.redactedAt)).map(
        ({ id, answerKey, reasonSealed, redactedAt }) => ({
          id,
          key: answerKey,
          reason: Buffer.from(reasonSealed).toString("base64"),
          at: redactedAt.toISOString(),
        }),
      ),
      row.id,
      key,
      pinned.document,
    );
    const exported: ReportExport = {
      type: "report-export",
      v: 1,
      exportedAt: tx.now.toISOString(),
      reference: row.reference,
      program: pinned.programSlug,
      title: openText(key, titlePlace(row.id), row.titleSealed),
      status: plainStatus(row.state, row.resolution),
      receivedAt: row.receivedAt.toISOString(),
      splitFrom: row.splitFromReference,
      splitInto: row.splitInto,
      policy: { version: pinned.version, hash: pinned.hash },
      answers: salted,
      withheld,
      receipt: JSON.parse(row.receipt),
      additions: added.map(({ id, publicId, addedAt, bodySealed }) => ({
        id: publicId,
        addedAt: addedAt.toISOString(),
        ...storedAdditionSchema.parse(openJson(key, additionPlace(row.id, id), bodySealed)),
      })),
      attachments: (await filesOfReport(tx, row.id, "reporter")).map(({ cameWith, name, size, sha256, looksLike }) => ({
        message: cameWith?.id ?? null,
        name,
        size,
        sha256,
        looksLike,
      })),
      messages: thread.map((message) => ({
        id: message.publicId,
        from: message.side === "reporter" ? ("you" as const) : ("team" as const),
        text: openText(key, messagePlace(row.id, message.id), message.bodySealed),
        sentAt: message.sentAt.toISOString(),
      })),
      timeline: (await readTimeline(tx, row.id, "reporter", () => "The team")).entries,
    };
    const sections = reportSections(
      pinned.document,
      answers,
      withheld.map((one) => one.key),
    );
    return { exported, sections };
  });
}
