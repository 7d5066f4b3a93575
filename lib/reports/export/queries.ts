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
import { type AdditionContent, storedAdditionSchema } from "../additions";
import { additionPlace, answersPlace, messagePlace, titlePlace } from "../places";
import type { WithheldAnswer } from "../redaction";
import { plainStatus } from "../reporter-status";
import { readStored, type SaltedAnswers } from "../salted";
import { readTimeline } from "../timeline/queries";
import type { TimelineEntry } from "../types";
import { withheldAnswers } from "../withheld";

/** Everything of a report that is its reporter's to keep. */
export type ReportExport = {
  type: "report-export";
  v: 1;
  exportedAt: string;
  reference: string;
  program: string;
  title: string;
  status: string;
  receivedAt: string;
  /** The report that this one was split from, or null; and the reports that were split from this one. */
  splitFrom: string | null;
  splitInto: string[];
  policy: { version: string; hash: string };
  /** Each answer with its salt: together they give the leaf that the receipt commits to. */
  answers: SaltedAnswers;
  /** Answers that the team removed since: the receipt commits to them, and nobody holds them any more. */
  withheld: WithheldAnswer[];
  /** The signed receipt; its RFC 8785 bytes are receipt.json. */
  receipt: unknown;
  /** What was added later, each with its salt: together they give the commitment in the ledger. */
  additions: { id: string; addedAt: string; value: AdditionContent; salt: string }[];
  /** What was attached: with the report (the hashes are those of the receipt), or with the message of that id. */
  attachments: {
    message: string | null;
    name: string;
    size: number;
    sha256: string | null;
    looksLike: string | null;
  }[];
  messages: { id: string; from: "you" | "team"; text: string; sentAt: string }[];
  timeline: TimelineEntry[];
};

/** The reporter's own data of one report. Errors: NOT_FOUND for everybody but the reporter. */
export async function exportReport(ctx: Context, reference: string): Promise<ReportExport> {
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
    return {
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
      answers: readStored(openJson(key, answersPlace(row.id), row.answersSealed)).salted,
      withheld: withheldAnswers(
        (
          await tx.db.select().from(redactions).where(eq(redactions.reportId, row.id)).orderBy(redactions.redactedAt)
        ).map(({ id, answerKey, reasonSealed, redactedAt }) => ({
          id,
          key: answerKey,
          reason: Buffer.from(reasonSealed).toString("base64"),
          at: redactedAt.toISOString(),
        })),
        row.id,
        key,
        pinned.document,
      ),
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
  });
}
