import { sql } from "drizzle-orm";
import {
  boolean,
  char,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { PolicyDocument } from "../../lib/policy/schema";
import type { Calendar } from "../../lib/sla/types";
import { id, instant, sealed } from "../columns";

export const programs = pgTable("programs", {
  id: id(),
  slug: text("slug").notNull().unique(),
  referencePrefix: text("reference_prefix").notNull().unique(),
  position: integer("position").notNull(),
  /** Days between public messages that the program aims for: its own aim, not a promise of its policy. */
  nextUpdateDays: integer("next_update_days").notNull(),
  /** The address that is mailed at once when an urgent notice arrives; null: the privacy officers alone. */
  onCallSealed: sealed("on_call_sealed"),
  /** Whether a mail to a reporter with a PGP key carries what the team wrote, encrypted and signed. */
  fullTextMail: boolean("full_text_mail").notNull().default(false),
  createdAt: instant("created_at").notNull(),
});

/** Immutable once written: a change is a new version, and no due date moves. */
export const calendarVersions = pgTable(
  "calendar_versions",
  {
    id: id(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    version: integer("version").notNull(),
    calendar: jsonb("calendar").$type<Calendar>().notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [unique("calendar_versions_number").on(table.programId, table.version)],
);

export const POLICY_STATUSES = ["draft", "in_review", "approved", "published", "superseded"] as const;

export const policyVersions = pgTable(
  "policy_versions",
  {
    id: id(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    version: text("version").notNull(),
    status: text("status", { enum: POLICY_STATUSES }).notNull(),
    revisedOn: date("revised_on", { mode: "string" }).notNull(),
    document: jsonb("document").$type<PolicyDocument>().notNull(),
    /** SHA-256, hex, of the RFC 8785 bytes of the document. */
    contentHash: char("content_hash", { length: 64 }).notNull(),
    calendarVersionId: uuid("calendar_version_id")
      .notNull()
      .references(() => calendarVersions.id, { onDelete: "restrict" }),
    publishedAt: instant("published_at"),
    supersededAt: instant("superseded_at"),
    /** The last signed review of this version; null where the document's own date is all that is known. */
    reviewedAt: instant("reviewed_at"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    unique("policy_versions_number").on(table.programId, table.version),
    // One current policy a program; also serves "the policy of this program".
    uniqueIndex("policy_versions_current").on(table.programId).where(sql`${table.status} = 'published'`),
    index("policy_versions_history").on(table.programId, table.publishedAt),
    check("policy_versions_status", sql`${table.status} in ('draft','in_review','approved','published','superseded')`),
  ],
);
