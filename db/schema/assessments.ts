import { index, integer, pgTable, real, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { reports, SEVERITIES } from "./reports";

/** A severity view of one side; the reporter's and ours are kept apart for ever. */
export const assessments = pgTable(
  "assessments",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    by: text("by", { enum: ["staff", "reporter"] }).notNull(),
    authorId: uuid("author_id").references(() => accounts.id, { onDelete: "set null" }),
    severity: text("severity", { enum: SEVERITIES }).notNull(),
    vector: text("vector"),
    score: real("score"),
    cwe: integer("cwe").array().notNull(),
    /** Why ours is what it is, in words that the reporter reads once the report is decided. */
    reasonSealed: sealed("reason_sealed"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("assessments_report").on(table.reportId, table.createdAt)],
);
