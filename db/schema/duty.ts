import { sql } from "drizzle-orm";
import { check, date, integer, jsonb, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import type { RuleSet } from "../../lib/assignment/schema";
import { instant } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";

const programId = () =>
  uuid("program_id")
    .notNull()
    .references(() => programs.id, { onDelete: "restrict" });
const person = (name: string) => uuid(name).references(() => accounts.id, { onDelete: "set null" });

/** When somebody of a program's team is away next, or is now; both days counted, in the program's zone. */
export const absences = pgTable(
  "absences",
  {
    programId: programId(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    from: date("from_day", { mode: "string" }).notNull(),
    until: date("until_day", { mode: "string" }).notNull(),
    /** Who answers for them meanwhile; null: the team. */
    coverId: person("cover_id"),
    setBy: person("set_by"),
    setAt: instant("set_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.programId, table.accountId] }),
    check("absences_days", sql`${table.from} <= ${table.until}`),
    check("absences_cover", sql`${table.coverId} is distinct from ${table.accountId}`),
  ],
);

/** To whom a program gives the reports that it receives; no row: to nobody. */
export const assignmentRules = pgTable("assignment_rules", {
  programId: programId().primaryKey(),
  rules: jsonb("rules").$type<RuleSet>().notNull(),
  /** Counts changes: the second of two people who change them loses. */
  rev: integer("rev").notNull(),
  changedBy: person("changed_by"),
  changedAt: instant("changed_at").notNull(),
});
