import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant, oneOf, sealed } from "../columns";
import { accounts } from "./accounts";
import { reports } from "./reports";

export const SPLIT_STATES = ["proposed", "confirmed", "declined", "withdrawn"] as const;

/** Staff's proposal to split a report; nothing is split before its reporter agrees or lets the time pass. */
export const splitProposals = pgTable(
  "split_proposals",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    state: text("state", { enum: SPLIT_STATES }).notNull(),
    /** JSON: what goes to each child. */
    partsSealed: sealed("parts_sealed").notNull(),
    proposedBy: uuid("proposed_by").references(() => accounts.id, { onDelete: "set null" }),
    proposedAt: instant("proposed_at").notNull(),
    /** From here on staff may split without an answer. */
    decideBy: instant("decide_by").notNull(),
    decidedAt: instant("decided_at"),
  },
  (table) => [
    check("split_proposals_state", oneOf(table.state, SPLIT_STATES)),
    // One open proposal a report: the second of two proposals loses.
    uniqueIndex("split_proposals_open").on(table.reportId).where(sql`${table.state} = 'proposed'`),
    // The proposals of a report, on its page.
    index("split_proposals_report").on(table.reportId, table.proposedAt),
  ],
);
