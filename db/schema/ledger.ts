import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { LedgerEvent } from "../../lib/ledger/catalogue";
import { bytes, instant } from "../columns";
import { reports } from "./reports";

/** The newest entry of each stream; locked while the next one is appended. */
export const ledgerHeads = pgTable("ledger_heads", {
  /** `report:<id>`, `program:<id>` or `system`. */
  stream: text("stream").primaryKey(),
  reportId: uuid("report_id").references(() => reports.id, { onDelete: "restrict" }),
  seq: integer("seq").notNull(),
  hash: bytes("hash").notNull(),
});

/** Append-only: the application role may insert and select, and triggers refuse the rest to everybody. */
export const events = pgTable(
  "events",
  {
    stream: text("stream").notNull(),
    seq: integer("seq").notNull(),
    reportId: uuid("report_id").references(() => reports.id, { onDelete: "restrict" }),
    type: text("type").notNull(),
    at: instant("at").notNull(),
    actorKind: text("actor_kind", { enum: ["researcher", "staff", "guest", "system"] }).notNull(),
    actorId: uuid("actor_id"),
    payload: jsonb("payload").$type<LedgerEvent>().notNull(),
    prevHash: bytes("prev_hash").notNull(),
    hash: bytes("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.stream, table.seq] }),
    // The timeline of one report.
    index("events_report").on(table.reportId, table.seq),
    // What happened since a browser's stream broke off.
    index("events_at").on(table.at).where(sql`${table.reportId} is not null`),
    // The reviews of a policy that changed nothing, among everything else that a program's stream tells.
    index("events_policy_reviews").on(table.stream, table.at).where(sql`${table.type} = 'policy.reviewed'`),
  ],
);
