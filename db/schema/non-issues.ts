import { pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";

/** What a program has decided, once and for all, not to be a vulnerability. Its words never change: it is retired, and another written. */
export const nonIssues = pgTable(
  "non_issues",
  {
    id: id(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    /** "N1", "N2": how a decision cites it. */
    key: text("key").notNull(),
    title: text("title").notNull(),
    /** Why, in words for the reporter. */
    body: text("body").notNull(),
    addedBy: uuid("added_by").references(() => accounts.id, { onDelete: "set null" }),
    addedAt: instant("added_at").notNull(),
    retiredAt: instant("retired_at"),
  },
  (table) => [unique("non_issues_key").on(table.programId, table.key)],
);
