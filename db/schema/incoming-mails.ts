import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { MAIL_REASONS, MAIL_STATES } from "../../lib/mail-in/vocabulary";
import { bytes, id, instant, oneOf, sealed } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";
import { reports } from "./reports";

/** A mail to a program, kept whole and sealed before whoever handed it over is told that it arrived. */
export const incomingMails = pgTable(
  "incoming_mails",
  {
    id: id(),
    /** Random 128 bits, in addresses. */
    publicId: text("public_id").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    source: text("source", { enum: ["smtp", "imap"] }).notNull(),
    state: text("state", { enum: MAIL_STATES }).notNull(),
    /** Why it ended or waits; null until the rule has judged it, and of what became a report or message. */
    reason: text("reason", { enum: MAIL_REASONS }),
    dataKey: bytes("data_key").notNull(),
    /** JSON: envelope sender and recipients as the other side gave them. */
    envelopeSealed: sealed("envelope_sealed").notNull(),
    /** The mail, byte for byte. */
    rawSealed: sealed("raw_sealed").notNull(),
    size: integer("size").notNull(),
    /** JSON: what lists show of it; written when it was judged. */
    summarySealed: sealed("summary_sealed"),
    /** HMACs: of its Message-ID, and of what it says whatever its headers are. */
    messageIdLookup: bytes("message_id_lookup"),
    contentLookup: bytes("content_lookup"),
    /** Whether a signature of the domain it says it is from covers it. */
    verified: boolean("verified"),
    reportId: uuid("report_id").references(() => reports.id, { onDelete: "restrict" }),
    receivedAt: instant("received_at").notNull(),
    judgedAt: instant("judged_at"),
    settledBy: uuid("settled_by").references(() => accounts.id, { onDelete: "set null" }),
    settledAt: instant("settled_at"),
    /** Why staff discarded it. */
    noteSealed: sealed("note_sealed"),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    check("incoming_mails_state", oneOf(table.state, MAIL_STATES)),
    check("incoming_mails_reason", sql`${table.reason} is null or ${oneOf(table.reason, MAIL_REASONS)}`),
    // The desk's list: what waits, oldest first, and what ended, newest first.
    index("incoming_mails_listed").on(table.programId, table.state, table.receivedAt, table.id),
    // Whether the same mail was here before.
    index("incoming_mails_content").on(table.programId, table.contentLookup),
    // What a worker that was stopped has not judged.
    index("incoming_mails_waiting").on(table.receivedAt).where(sql`${table.state} = 'stored'`),
    // The mail that a report came by: what its answers are threaded under.
    index("incoming_mails_report").on(table.reportId).where(sql`${table.reportId} is not null`),
  ],
);

/** Secrets that leave in mails: an address to reply to, one for bounces, a link that opens a report sent by mail. */
export const mailTokens = pgTable(
  "mail_tokens",
  {
    /** SHA-256 of the token. */
    tokenHash: bytes("token_hash").primaryKey(),
    purpose: text("purpose", { enum: ["reply", "bounce", "open"] }).notNull(),
    /** The mail that carries it. */
    mailId: uuid("mail_id").notNull(),
    reportId: uuid("report_id").references(() => reports.id, { onDelete: "cascade" }),
    /** Whose it is; null for the guest of the report. */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [
    check("mail_tokens_purpose", sql`${table.purpose} in ('reply','bounce','open')`),
    index("mail_tokens_report").on(table.reportId, table.purpose),
    index("mail_tokens_expired").on(table.expiresAt),
  ],
);

/** Addresses whose mailbox refused our mail for good: known by an HMAC, and forgotten when one is confirmed again. */
export const returnedAddresses = pgTable("returned_addresses", {
  lookup: bytes("lookup").primaryKey(),
  /** The status of RFC 3463 that the other side gave. */
  status: text("status").notNull(),
  returnedAt: instant("returned_at").notNull(),
});
