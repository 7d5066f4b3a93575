import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";

export const INQUIRY_STATES = ["open", "answered", "closed"] as const;

/** A question to the security team that is no report of a vulnerability: it starts no clock and gets no receipt. */
export const inquiries = pgTable(
  "inquiries",
  {
    id: id(),
    /** Random 128 bits, in the address at the desk. */
    publicId: text("public_id").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    /** Who asked, if signed in; else whoever holds the link. */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "set null" }),
    /** SHA-256 of the token in the asker's link; the token itself is kept sealed, for the mails that carry it. */
    linkHash: bytes("link_hash").notNull().unique(),
    linkSealed: sealed("link_sealed").notNull(),
    /** The address to answer to; null with an account. */
    emailSealed: sealed("email_sealed"),
    dataKey: bytes("data_key").notNull(),
    subjectSealed: sealed("subject_sealed").notNull(),
    state: text("state", { enum: INQUIRY_STATES }).notNull(),
    createdAt: instant("created_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    /** Counts changes: the second of two people closing or answering from an old page loses. */
    version: integer("version").notNull().default(1),
  },
  (table) => [
    check("inquiries_state", sql`${table.state} in ('open','answered','closed')`),
    // The desk's list: what waits for an answer, oldest first.
    index("inquiries_open").on(table.programId, table.changedAt, table.id).where(sql`${table.state} = 'open'`),
    // The desk's list of the others, newest first.
    index("inquiries_done").on(table.programId, table.changedAt, table.id).where(sql`${table.state} <> 'open'`),
    index("inquiries_account").on(table.accountId),
  ],
);

export const inquiryMessages = pgTable(
  "inquiry_messages",
  {
    id: id(),
    inquiryId: uuid("inquiry_id")
      .notNull()
      .references(() => inquiries.id, { onDelete: "cascade" }),
    side: text("side", { enum: ["asker", "staff"] }).notNull(),
    authorId: uuid("author_id").references(() => accounts.id, { onDelete: "set null" }),
    bodySealed: sealed("body_sealed").notNull(),
    /** The form's key: sending twice gives one message. */
    idempotencyKey: text("idempotency_key").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (table) => [
    check("inquiry_messages_side", sql`${table.side} in ('asker','staff')`),
    index("inquiry_messages_thread").on(table.inquiryId, table.sentAt, table.id),
    uniqueIndex("inquiry_messages_once").on(table.inquiryId, table.idempotencyKey),
  ],
);
