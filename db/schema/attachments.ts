import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { SCANS } from "../../lib/attachments/state";
import type { Tell } from "../../lib/attachments/tells";
import { bytes, id, instant, oneOf, sealed } from "../columns";
import { accounts } from "./accounts";
import { reportDrafts } from "./report-drafts";
import { reports } from "./reports";
import { internalNotes, messages, REPLY_KINDS } from "./threads";

/**
 * A file of a draft, of what somebody writes into a thread and has not sent, or of a report. What is in it lies in the file store under a random key, sealed with a data
 * key of its own: so it moves from draft to report without being sealed again.
 */
export const attachments = pgTable(
  "attachments",
  {
    id: id(),
    /** Random 128 bits, in addresses. */
    publicId: text("public_id").notNull().unique(),
    /** A file whose draft is gone belongs to nobody, and the next sweep removes it. */
    draftId: uuid("draft_id").references(() => reportDrafts.id, { onDelete: "set null" }),
    reportId: uuid("report_id").references(() => reports.id, { onDelete: "restrict" }),
    /** The thread in which somebody writes what it will go with, and whether that becomes a message or a note. */
    replyToId: uuid("reply_to_id").references(() => reports.id, { onDelete: "set null" }),
    replyKind: text("reply_kind", { enum: REPLY_KINDS }),
    /** Of a report: what it came with later; neither when it came with the report itself. */
    messageId: uuid("message_id").references(() => messages.id, { onDelete: "restrict" }),
    noteId: uuid("note_id").references(() => internalNotes.id, { onDelete: "restrict" }),
    side: text("side", { enum: ["reporter", "staff"] }).notNull(),
    uploaderId: uuid("uploader_id").references(() => accounts.id, { onDelete: "set null" }),
    dataKey: bytes("data_key").notNull(),
    /** JSON: the name as it was given, and when the file was last changed, to know it again on resuming. */
    nameSealed: sealed("name_sealed").notNull(),
    /** What its name declares it to be. */
    declared: text("declared").notNull(),
    /** What its first bytes say that it is; null when they say nothing. */
    sniffed: text("sniffed"),
    /** Whether it is an archive or a document that opens with a password only. */
    locked: boolean("locked").notNull().default(false),
    /** Bytes of the file itself, and how many of them are sealed and durable. */
    size: bigint("size", { mode: "number" }).notNull(),
    offset: bigint("received", { mode: "number" }).notNull().default(0),
    /** Hex, of the file itself; known once it is complete. */
    sha256: text("sha256"),
    /** Random, unrelated to what it holds. */
    storageKey: text("storage_key").notNull().unique(),
    /** What the file store needs to go on with an upload. */
    storeState: jsonb("store_state").$type<{ upload: string; parts: string[] }>(),
    /** The file store's key of a re-encoded picture; null when there is none. */
    previewKey: text("preview_key").unique(),
    previewSize: integer("preview_size"),
    /** What its metadata tells about whoever made it. */
    tells: jsonb("tells").$type<Tell[]>().notNull().default([]),
    /** When it was written anew without its metadata, as its reporter asked. */
    rewrittenAt: instant("rewritten_at"),
    scan: text("scan", { enum: SCANS }).notNull(),
    /** The scanner's name of what it found. */
    finding: text("finding"),
    scanTriedAt: instant("scan_tried_at"),
    createdAt: instant("created_at").notNull(),
    finishedAt: instant("finished_at"),
    /** Gone for everybody at once; the sweep then removes what is stored, and the row. */
    removedAt: instant("removed_at"),
  },
  (table) => [
    check("attachments_one_place", sql`num_nonnulls(${table.draftId}, ${table.reportId}, ${table.replyToId}) <= 1`),
    check(
      "attachments_came_with",
      sql`num_nonnulls(${table.messageId}, ${table.noteId}) <= (${table.reportId} is not null)::int`,
    ),
    check(
      "attachments_reply_kind",
      sql`${table.replyToId} is null or coalesce(${table.replyKind} in ('reply','note'), false)`,
    ),
    check("attachments_scan", oneOf(table.scan, SCANS)),
    check("attachments_received", sql`${table.offset} between 0 and ${table.size}`),
    check(
      "attachments_complete",
      sql`(${table.finishedAt} is null) = (${table.sha256} is null) and (${table.finishedAt} is null or ${table.offset} = ${table.size})`,
    ),
    // The files of a draft, of a report.
    index("attachments_draft").on(table.draftId, table.createdAt),
    index("attachments_report").on(table.reportId, table.createdAt),
    // What waits to be sent into a thread.
    index("attachments_reply").on(table.replyToId).where(sql`${table.replyToId} is not null`),
    // What the sweep removes.
    index("attachments_swept")
      .on(table.id)
      .where(
        sql`${table.removedAt} is not null or num_nonnulls(${table.draftId}, ${table.reportId}, ${table.replyToId}) = 0`,
      ),
  ],
);
