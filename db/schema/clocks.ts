import { sql } from "drizzle-orm";
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { THRESHOLDS } from "../../lib/sla/thresholds";
import type { Derivation } from "../../lib/sla/types";
import { CLOCKS, RIGIDITIES, UNITS } from "../../lib/sla/vocabulary";
import { instant, oneOf } from "../columns";
import { reports } from "./reports";

/** A projection of the ledger, kept for sorting; rebuildable from events. */
export const clocks = pgTable(
  "clocks",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    clock: text("clock", { enum: CLOCKS }).notNull(),
    run: integer("run").notNull(),
    amount: integer("amount").notNull(),
    unit: text("unit", { enum: UNITS }).notNull(),
    rigidity: text("rigidity", { enum: RIGIDITIES }).notNull(),
    calendarVersion: integer("calendar_version").notNull(),
    startedAt: instant("started_at").notNull(),
    dueAt: instant("due_at").notNull(),
    pausedAt: instant("paused_at"),
    pausedBecause: text("paused_because", {
      enum: ["waiting_on_reporter", "closed", "waiting_on_third_party", "waiting_on_us"],
    }),
    stoppedAt: instant("stopped_at"),
    voided: boolean("voided").notNull().default(false),
    /** The due date of which everybody was told that it has passed; an extension moves the other one on. */
    toldDueAt: instant("told_due_at"),
    derivation: jsonb("derivation").$type<Derivation>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.clock, table.run] }),
    // Public response times: the promises judged in the last 90 days, whatever came before them.
    index("clocks_judged")
      .on(sql`least(${table.dueAt}, ${table.stoppedAt})`)
      .where(sql`${table.clock} in ('acknowledge','first_response','verify','fix') and not ${table.voided}`),
    // The watch over due dates: clocks of which there may be news, in its order. Late ones remain running for long.
    index("clocks_watched")
      .on(table.dueAt, table.reportId, table.clock, table.run)
      .where(
        sql`${table.stoppedAt} is null and ${table.pausedAt} is null and not ${table.voided} and ${table.toldDueAt} is distinct from ${table.dueAt}`,
      ),
    // The board: clocks that run, those that are due first before the others.
    index("clocks_running")
      .on(table.dueAt)
      .where(sql`${table.stoppedAt} is null and ${table.pausedAt} is null and not ${table.voided}`),
    // The board: what stands still while its report is open.
    index("clocks_paused")
      .on(table.pausedAt)
      .where(
        sql`${table.stoppedAt} is null and ${table.pausedAt} is not null and ${table.pausedBecause} <> 'closed' and not ${table.voided}`,
      ),
    check("clocks_clock", oneOf(table.clock, CLOCKS)),
    check("clocks_unit", oneOf(table.unit, UNITS)),
    check("clocks_rigidity", oneOf(table.rigidity, RIGIDITIES)),
  ],
);

/** That somebody was told how far a clock has run: once for each clock, run, due date and threshold. */
export const clockNotices = pgTable(
  "clock_notices",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    clock: text("clock", { enum: CLOCKS }).notNull(),
    run: integer("run").notNull(),
    threshold: text("threshold", { enum: THRESHOLDS }).notNull(),
    /** An extension moves the due date, and what was told of the old one does not count for the new. */
    dueAt: instant("due_at").notNull(),
    noticedAt: instant("noticed_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.clock, table.run, table.threshold, table.dueAt] }),
    check("clock_notices_threshold", oneOf(table.threshold, THRESHOLDS)),
  ],
);
