import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { WAYS } from "../../lib/notifications/choices";
import { id, instant } from "../columns";
import { accounts } from "./accounts";
import { reports } from "./reports";

const ways = sql.raw(WAYS.map((way) => `'${way}'`).join(","));

/** How somebody wants to hear of an event; without a row it is mailed at once. */
export const notificationChoices = pgTable(
  "notification_choices",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    event: text("event").notNull(),
    way: text("way", { enum: WAYS }).notNull(),
    chosenAt: instant("chosen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.event] }),
    check("notification_choices_way", sql`${table.way} in (${ways})`),
  ],
);

/** News that waits for the next daily mail. Ids and vocabulary words alone. */
export const digestItems = pgTable(
  "digest_items",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    event: text("event").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("digest_items_account").on(table.accountId, table.id)],
);
