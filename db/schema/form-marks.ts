import { sql } from "drizzle-orm";
import { check, date, integer, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { FORM_MARKS, MARK_SHARDS } from "../../lib/reports/form/marks";
import { oneOf } from "../columns";
import { programs } from "./programs";

/** How many drafts came past each page of the form, a day: numbers alone, of no draft, person or address. */
export const formMarks = pgTable(
  "form_marks",
  {
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    day: date("day", { mode: "string" }).notNull(),
    mark: text("mark", { enum: FORM_MARKS }).notNull(),
    /** One of several rows for the same count, so that people who send at once do not wait for each other. */
    shard: smallint("shard").notNull(),
    drafts: integer("drafts").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.programId, table.day, table.mark, table.shard] }),
    check("form_marks_mark", oneOf(table.mark, FORM_MARKS)),
    check("form_marks_shard", sql`${table.shard} >= 0 and ${table.shard} < ${sql.raw(String(MARK_SHARDS))}`),
  ],
);
