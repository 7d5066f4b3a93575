import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { MOVES } from "../../lib/reports/state";
import { id, instant, oneOf, sealed } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";
import { receiptKeys } from "./receipts";
import { reports } from "./reports";

const reportId = () =>
  uuid("report_id")
    .notNull()
    .references(() => reports.id, { onDelete: "restrict" });
const person = (name: string) => uuid(name).references(() => accounts.id, { onDelete: "set null" });

/** What staff note of a report's handling; no row: nothing yet. */
export const reportHandling = pgTable("report_handling", {
  reportId: reportId().primaryKey(),
  /** Kinds of weakness by our view, the main one first. */
  weaknesses: integer("weaknesses").array().notNull().default([]),
  /** JSON: versions affected and fixed, a line each. */
  versionsSealed: sealed("versions_sealed"),
  /** Counts changes: the second of two people who change the handling loses. */
  version: integer("version").notNull().default(1),
});

/** The same kinds of weakness, a row each, so that a list can be narrowed by one: row security asks no index of an array. */
export const reportWeaknesses = pgTable(
  "report_weaknesses",
  {
    reportId: reportId(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    cwe: integer("cwe").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.cwe] }),
    // A list narrowed by our own weakness, with those beneath it.
    index("report_weaknesses_program").on(table.programId, table.cwe, table.reportId),
  ],
);

/** Supplier decisions of SSVC, the newest last; a point that is not known is null. */
export const ssvcDecisions = pgTable(
  "ssvc_decisions",
  {
    id: id(),
    reportId: reportId(),
    authorId: person("author_id"),
    exploitation: text("exploitation"),
    utility: text("utility"),
    technicalImpact: text("technical_impact"),
    publicSafetyImpact: text("public_safety_impact"),
    /** The version of the table that it was read from. */
    tableVersion: text("table_version").notNull(),
    decidedAt: instant("decided_at").notNull(),
  },
  (table) => [index("ssvc_decisions_report").on(table.reportId, table.decidedAt)],
);

/** Words of the desk for its lists, not of the report: readable, so that a list can be narrowed by them. */
export const reportTags = pgTable(
  "report_tags",
  {
    reportId: reportId(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    tag: text("tag").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.tag] }),
    // The tags of a program, offered while typing, and a list narrowed by one.
    index("report_tags_program").on(table.programId, table.tag, table.reportId),
  ],
);

/** Where else the report is worked on: an address or a number in a tracker. */
export const reportReferences = pgTable(
  "report_references",
  {
    id: id(),
    reportId: reportId(),
    /** How a form names it. */
    publicId: text("public_id").notNull().unique(),
    /** JSON: label and target. */
    entrySealed: sealed("entry_sealed").notNull(),
    addedBy: person("added_by"),
    addedAt: instant("added_at").notNull(),
  },
  (table) => [index("report_references_report").on(table.reportId, table.addedAt)],
);

/** Staff who follow a report that they do not carry. */
export const reportWatchers = pgTable(
  "report_watchers",
  {
    reportId: reportId(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    since: instant("since").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.accountId] })],
);

export const RELATIONS = ["related", "different"] as const;

/** What somebody decided of two reports that look alike; kept from both sides. */
export const reportRelations = pgTable(
  "report_relations",
  {
    reportId: reportId(),
    otherId: uuid("other_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    relation: text("relation", { enum: RELATIONS }).notNull(),
    decidedBy: person("decided_by"),
    decidedAt: instant("decided_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.otherId] }),
    check("report_relations_relation", oneOf(table.relation, RELATIONS)),
    check("report_relations_two", sql`${table.reportId} <> ${table.otherId}`),
  ],
);

/** A signed statement that conduct as reported keeps to the policy; never changed. */
export const complianceStatements = pgTable(
  "compliance_statements",
  {
    id: id(),
    reportId: reportId(),
    publicId: text("public_id").notNull().unique(),
    /** The exact bytes that were signed. */
    statementSealed: sealed("statement_sealed").notNull(),
    kid: text("kid")
      .notNull()
      .references(() => receiptKeys.kid, { onDelete: "restrict" }),
    issuedBy: person("issued_by"),
    issuedAt: instant("issued_at").notNull(),
  },
  (table) => [index("compliance_statements_report").on(table.reportId, table.issuedAt)],
);

/** Texts that staff begin a message with: of one move, or for any message. */
export const templates = pgTable(
  "templates",
  {
    id: id(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    /** In addresses and forms. */
    publicId: text("public_id").notNull().unique(),
    /** The move that it belongs to; null: any message. */
    move: text("move", { enum: MOVES }),
    language: text("language").notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    /** Counts changes: the second of two people who change it loses. */
    rev: integer("rev").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    changedAt: instant("changed_at").notNull(),
    changedBy: person("changed_by"),
    /** Out of use: offered no more, kept for the record. */
    retiredAt: instant("retired_at"),
  },
  (table) => [
    // Two that read alike in a list would be mistaken for each other.
    uniqueIndex("templates_title")
      .on(table.programId, table.language, table.title)
      .where(sql`${table.retiredAt} is null`),
    check("templates_move", sql`${table.move} is null or ${oneOf(table.move, MOVES)}`),
  ],
);
