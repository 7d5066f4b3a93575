import { sql } from "drizzle-orm";
import { char, check, date, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { LintSubject } from "../../lib/policy/lint/types";
import { id, instant, sealed } from "../columns";
import { accounts, ROLES } from "./accounts";
import { policyVersions, programs } from "./programs";
import { reports } from "./reports";

export const DRAFT_STAGES = ["draft", "in_review", "approved", "published", "withdrawn"] as const;
export const DRAFT_SOURCES = ["blank", "current", "imported"] as const;
export const REVISION_CLASSES = ["major", "minor"] as const;

/** A policy on its way to publication. Rows are kept: what was signed or withdrawn can be looked up. */
export const policyDrafts = pgTable(
  "policy_drafts",
  {
    id: id(),
    /** 128 random bits, hex: the address. */
    publicId: text("public_id").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    /** The version it revises, and is classified against; null for the first policy of a program. */
    basedOn: uuid("based_on").references(() => policyVersions.id, { onDelete: "restrict" }),
    source: text("source", { enum: DRAFT_SOURCES }).notNull(),
    stage: text("stage", { enum: DRAFT_STAGES }).notNull().default("draft"),
    /** Counts the times it was sent to review: a signature of an earlier round is void. */
    round: integer("round").notNull().default(0),
    /** Counts every change of this row. */
    rev: integer("rev").notNull().default(1),
    /** May have gaps, and values that no policy may have: the linter says so. */
    document: jsonb("document").$type<LintSubject>().notNull(),
    /** SHA-256, hex, of the RFC 8785 bytes of the document as it is. */
    contentHash: char("content_hash", { length: 64 }).notNull(),
    /** Key of a warning (findingKey) → why it may stay. */
    warningReasons: jsonb("warning_reasons").$type<Record<string, string>>().notNull().default({}),
    /** A person's word that it is to be treated as major, whatever the portal says; there is none the other way. */
    raisedBy: uuid("raised_by").references(() => accounts.id, { onDelete: "restrict" }),
    raisedAt: instant("raised_at"),
    raisedReason: text("raised_reason"),
    /** Why the last review sent it back. */
    returnedNote: text("returned_note"),
    createdBy: uuid("created_by").references(() => accounts.id, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    savedBy: uuid("saved_by").references(() => accounts.id, { onDelete: "set null" }),
    savedAt: instant("saved_at").notNull(),
    publishedVersionId: uuid("published_version_id").references(() => policyVersions.id, { onDelete: "restrict" }),
  },
  (table) => [
    // The drafts of a program, the open ones first to be looked for.
    index("policy_drafts_program").on(table.programId, table.stage, table.savedAt),
    check("policy_drafts_stage", sql`${table.stage} in ('draft','in_review','approved','published','withdrawn')`),
    check("policy_drafts_source", sql`${table.source} in ('blank','current','imported')`),
    check("policy_drafts_published", sql`(${table.stage} = 'published') = (${table.publishedVersionId} is not null)`),
    check("policy_drafts_raised", sql`(${table.raisedAt} is null) = (${table.raisedReason} is null)`),
  ],
);

export const APPROVAL_KINDS = ["review_signature", "executive_approval", "reviewed_no_change"] as const;

/** Append-only: who put their name to which bytes, in which role. A signature over other bytes counts for nothing. */
export const policyApprovals = pgTable(
  "policy_approvals",
  {
    id: id(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    kind: text("kind", { enum: APPROVAL_KINDS }).notNull(),
    draftId: uuid("draft_id").references(() => policyDrafts.id, { onDelete: "restrict" }),
    /** `reviewed_no_change`: the version in force that was reviewed. */
    policyVersionId: uuid("policy_version_id").references(() => policyVersions.id, { onDelete: "restrict" }),
    round: integer("round"),
    /** What the signer compared the text with; null for the first policy of a program. */
    comparedWith: uuid("compared_with").references(() => policyVersions.id, { onDelete: "restrict" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "restrict" }),
    roleAtTime: text("role_at_time", { enum: ROLES }).notNull(),
    typedName: text("typed_name").notNull(),
    typedRole: text("typed_role").notNull(),
    /** The sentence that was signed. */
    statement: text("statement").notNull(),
    note: text("note"),
    version: text("version").notNull(),
    contentHash: char("content_hash", { length: 64 }).notNull(),
    /** As classified when it was signed; null where nothing was revised. */
    class: text("class", { enum: REVISION_CLASSES }),
    decidedAt: instant("decided_at").notNull(),
    /** The program's zone at that time: in it the date of the signature is told. */
    zone: text("zone").notNull(),
  },
  (table) => [
    index("policy_approvals_draft").on(table.draftId),
    index("policy_approvals_version").on(table.policyVersionId),
    check(
      "policy_approvals_kind",
      sql`${table.kind} in ('review_signature','executive_approval') and ${table.draftId} is not null and ${table.policyVersionId} is null
        or ${table.kind} = 'reviewed_no_change' and ${table.draftId} is null and ${table.policyVersionId} is not null`,
    ),
    check("policy_approvals_class", sql`${table.class} in ('major','minor')`),
  ],
);

/** Each reminder of a review that is due, once: a version, the day it is due, and how many days before. */
export const policyReminders = pgTable(
  "policy_reminders",
  {
    policyVersionId: uuid("policy_version_id")
      .notNull()
      .references(() => policyVersions.id, { onDelete: "restrict" }),
    dueOn: date("due_on", { mode: "string" }).notNull(),
    daysBefore: integer("days_before").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.policyVersionId, table.dueOn, table.daysBefore] })],
);

/** A closed report that the next review of the policy has to look at. */
export const policyLessons = pgTable(
  "policy_lessons",
  {
    reportId: uuid("report_id")
      .primaryKey()
      .references(() => reports.id, { onDelete: "restrict" }),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    /** For the policy owner, who does not read reports. */
    reference: text("reference").notNull(),
    /** Sealed with the report's key for notes: whoever may not read notes cannot open it. */
    textSealed: sealed("text_sealed"),
    markedBy: uuid("marked_by").references(() => accounts.id, { onDelete: "set null" }),
    markedAt: instant("marked_at").notNull(),
  },
  // The worksheet of a review: the lessons since the last one.
  (table) => [index("policy_lessons_program").on(table.programId, table.markedAt)],
);
