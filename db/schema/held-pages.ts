import { index, pgTable, uuid } from "drizzle-orm/pg-core";
import { bytes, id, instant } from "../columns";
import { reportDrafts } from "./report-drafts";

/**
 * What was sent from a page of a draft after its writer's session had ended: kept sealed for an hour, until the draft's
 * owner has signed in again. It is no part of the draft before its owner says so.
 */
export const heldPages = pgTable(
  "held_pages",
  {
    id: id(),
    /** One a draft: the last page sent replaces the one before. */
    draftId: uuid("draft_id")
      .notNull()
      .unique()
      .references(() => reportDrafts.id, { onDelete: "cascade" }),
    pageSealed: bytes("page_sealed").notNull(),
    heldAt: instant("held_at").notNull(),
  },
  (table) => [index("held_pages_age").on(table.heldAt)],
);
