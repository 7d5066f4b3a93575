import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";

export const VIEW_VISIBILITIES = ["me", "team"] as const;

/** A list that somebody kept under a name, for themselves or for all who read the program's reports. */
export const savedViews = pgTable(
  "saved_views",
  {
    id: id(),
    /** Random, in the address. */
    publicId: text("public_id").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    visibility: text("visibility", { enum: VIEW_VISIBILITIES }).notNull(),
    /** A name says what is looked for, and so does the query: sealed as the words of reports are. */
    nameSealed: sealed("name_sealed").notNull(),
    /** The list's part of an address, as it was parsed when it was kept. */
    querySealed: sealed("query_sealed").notNull(),
    createdAt: instant("created_at").notNull(),
    changedAt: instant("changed_at").notNull(),
  },
  (table) => [
    // Everything that somebody's lists are offered by, in the order of keeping.
    index("saved_views_program").on(table.programId, table.createdAt),
    check("saved_views_visibility", sql`${table.visibility} in ('me','team')`),
  ],
);

/** How somebody wants their desk; no row: as it comes. */
export const deskSettings = pgTable("desk_settings", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  /** Single keys do something. */
  keys: boolean("keys").notNull().default(true),
  /** Views in the order wanted, by their names in the address; those that are not in it follow. */
  viewOrder: text("view_order").array().notNull().default([]),
  hiddenViews: text("hidden_views").array().notNull().default([]),
  changedAt: instant("changed_at").notNull(),
});
