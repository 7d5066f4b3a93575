import { sql } from "drizzle-orm";
import { boolean, check, date, index, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { reports } from "./reports";

const reportId = () =>
  uuid("report_id")
    .notNull()
    .references(() => reports.id, { onDelete: "restrict" });

export const messages = pgTable(
  "messages",
  {
    id: id(),
    reportId: reportId(),
    /** In addresses: `#m-<public id>`. */
    publicId: text("public_id").notNull().unique(),
    side: text("side", { enum: ["reporter", "staff"] }).notNull(),
    authorId: uuid("author_id").references(() => accounts.id, { onDelete: "set null" }),
    /** The role that staff wrote in; reporters see this and never a name. */
    authorRole: text("author_role"),
    /** The move that the message belongs to, null for a plain reply. */
    move: text("move"),
    bodySealed: sealed("body_sealed").notNull(),
    /** The form's key: sending twice gives one message. */
    idempotencyKey: text("idempotency_key"),
    /** When Send was pressed: what clocks count. */
    sentAt: instant("sent_at").notNull(),
    /** From when on the other side reads it. */
    shownAt: instant("shown_at").notNull(),
    /** Its writer may still take it back; nothing of it has happened to clocks, state, ledger or mail. */
    held: boolean("held").notNull().default(false),
    editedAt: instant("edited_at"),
    /** Its text and every earlier one are gone; who, when and why stay. */
    redactedAt: instant("redacted_at"),
    redactedBy: uuid("redacted_by").references(() => accounts.id, { onDelete: "set null" }),
    redactionSealed: sealed("redaction_sealed"),
  },
  (table) => [
    // A thread, newest page first.
    index("messages_thread").on(table.reportId, table.shownAt, table.id),
    // What a report still holds back: few at any time.
    index("messages_held").on(table.reportId).where(sql`${table.held}`),
    uniqueIndex("messages_idempotency").on(table.reportId, table.idempotencyKey),
  ],
);

/** What a message said before its writer changed it. */
export const messageVersions = pgTable(
  "message_versions",
  {
    id: id(),
    reportId: reportId(),
    messageId: uuid("message_id")
      .notNull()
      .references(() => messages.id, { onDelete: "cascade" }),
    bodySealed: sealed("body_sealed").notNull(),
    writtenAt: instant("written_at").notNull(),
  },
  (table) => [
    index("message_versions_message").on(table.messageId, table.writtenAt),
    index("message_versions_report").on(table.reportId),
  ],
);

/** Its own table: nothing that reads messages for a reporter can reach a note. */
export const internalNotes = pgTable(
  "internal_notes",
  {
    id: id(),
    reportId: reportId(),
    authorId: uuid("author_id").references(() => accounts.id, { onDelete: "set null" }),
    bodySealed: sealed("body_sealed").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("internal_notes_report").on(table.reportId, table.createdAt)],
);

export const readMarks = pgTable(
  "read_marks",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    readAt: instant("read_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.accountId] })],
);

export const REPLY_KINDS = ["reply", "note"] as const;

/** What somebody has typed and not sent: one text a person, report and composer. */
export const replyDrafts = pgTable(
  "reply_drafts",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "cascade" }),
    /** Null for the guest who sent the report. */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: REPLY_KINDS }).notNull(),
    bodySealed: sealed("body_sealed").notNull(),
    savedAt: instant("saved_at").notNull(),
  },
  (table) => [
    unique("reply_drafts_once").on(table.reportId, table.accountId, table.kind).nullsNotDistinct(),
    check("reply_drafts_kind", sql`${table.kind} in ('reply','note')`),
  ],
);

/** What a reporter calls a report of theirs, for themselves: no member of staff ever reads it. */
export const ownReferences = pgTable("own_references", {
  reportId: uuid("report_id")
    .primaryKey()
    .references(() => reports.id, { onDelete: "cascade" }),
  bodySealed: sealed("body_sealed").notNull(),
  changedAt: instant("changed_at").notNull(),
});

export const DISCLOSURE_STATES = ["asked", "agreed", "declined", "withdrawn"] as const;

/** The reporter asks whether they may disclose; the program's answer. Both texts are messages of the thread. */
export const disclosureRequests = pgTable(
  "disclosure_requests",
  {
    id: id(),
    reportId: reportId(),
    state: text("state", { enum: DISCLOSURE_STATES }).notNull(),
    /** The day that the reporter has in mind, and the first day that the program agrees to. */
    plannedOn: date("planned_on", { mode: "string" }),
    agreedFrom: date("agreed_from", { mode: "string" }),
    askedAt: instant("asked_at").notNull(),
    answeredAt: instant("answered_at"),
    answeredBy: uuid("answered_by").references(() => accounts.id, { onDelete: "set null" }),
  },
  (table) => [
    check("disclosure_requests_state", sql`${table.state} in ('asked','agreed','declined','withdrawn')`),
    // One open question a report: the second of two loses.
    uniqueIndex("disclosure_requests_open").on(table.reportId).where(sql`${table.state} = 'asked'`),
    index("disclosure_requests_report").on(table.reportId, table.askedAt),
  ],
);

export const DOINGS = ["viewing", "replying"] as const;

/** Who of the staff has a report open just now; forgotten when the browser stops saying so. Real time. */
export const presences = pgTable(
  "presences",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    doing: text("doing", { enum: DOINGS }).notNull(),
    until: instant("until").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.accountId] }),
    check("presences_doing", sql`${table.doing} in ('viewing','replying')`),
  ],
);
