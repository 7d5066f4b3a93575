import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { WAYS } from "../../lib/notifications/choices";
import { id, instant, oneOf } from "../columns";
import { accounts } from "./accounts";
import { reports } from "./reports";

/** How somebody wants to hear of an event; without a row it stands in their inbox and is mailed at once. */
export const notificationChoices = pgTable(
  "notification_choices",
  {
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    event: text("event").notNull(),
    way: text("way", { enum: WAYS }).notNull(),
    /** Whether it comes into their inbox of the portal. */
    inbox: boolean("inbox").notNull().default(true),
    chosenAt: instant("chosen_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.event] }),
    check("notification_choices_way", oneOf(table.way, WAYS)),
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

/**
 * What somebody was told of in the portal, one row an event; a page shows them by report. Ids and vocabulary words alone:
 * what they are about is read, and may be read, at the moment of looking.
 */
export const inboxItems = pgTable(
  "inbox_items",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    event: text("event").notNull(),
    /** Where on the report's page it stands, like `m-<id>`; null for the page itself. */
    anchor: text("anchor"),
    createdAt: instant("created_at").notNull(),
    /** When its page was opened. */
    seenAt: instant("seen_at"),
    snoozedUntil: instant("snoozed_until"),
    doneAt: instant("done_at"),
  },
  (table) => [
    // What is to do, and what was done lately.
    index("inbox_items_open").on(table.accountId, table.reportId).where(sql`${table.doneAt} is null`),
    index("inbox_items_done").on(table.accountId, table.doneAt).where(sql`${table.doneAt} is not null`),
  ],
);
