import { index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { reports } from "./reports";

/** What a reporter added after sending: each kept with its time and never changed, like the report itself. */
export const reportAdditions = pgTable(
  "report_additions",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    /** In addresses: `#a-<public id>`. */
    publicId: text("public_id").notNull().unique(),
    /** Null for a reporter without an account. */
    authorId: uuid("author_id").references(() => accounts.id, { onDelete: "set null" }),
    /** JSON: a text and the answer it belongs to, or further answers; with the salt of its commitment. */
    bodySealed: sealed("body_sealed").notNull(),
    /** The form's key: sending twice gives one addition. */
    idempotencyKey: text("idempotency_key"),
    addedAt: instant("added_at").notNull(),
  },
  (table) => [
    index("report_additions_report").on(table.reportId, table.addedAt, table.id),
    uniqueIndex("report_additions_idempotency").on(table.reportId, table.idempotencyKey),
  ],
);
