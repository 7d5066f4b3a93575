import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { PAUSE_REASONS } from "../../lib/webhooks/vocabulary";
import { id, instant, oneOf, sealed } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";
import { reports } from "./reports";

/** Where a program's events are told by Standard Webhooks. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    id: id(),
    /** Random, in addresses. */
    publicId: text("public_id").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    /** Sealed: addresses of this kind often hold a secret of the other side. */
    urlSealed: sealed("url_sealed").notNull(),
    secretSealed: sealed("secret_sealed").notNull(),
    /** The secret before the last change, which signs too until `formerUntil`. */
    formerSecretSealed: sealed("former_secret_sealed"),
    formerUntil: instant("former_until"),
    /** Types of events; others are not sent there. */
    events: text("events").array().notNull(),
    pausedAt: instant("paused_at"),
    pausedBecause: text("paused_because", { enum: PAUSE_REASONS }),
    /** When a try last succeeded. */
    succeededAt: instant("succeeded_at"),
    createdBy: uuid("created_by").references(() => accounts.id, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    index("webhook_endpoints_program").on(table.programId, table.createdAt),
    check(
      "webhook_endpoints_because",
      sql`${table.pausedBecause} is null or ${oneOf(table.pausedBecause, PAUSE_REASONS)}`,
    ),
    check("webhook_endpoints_paused", sql`(${table.pausedAt} is null) = (${table.pausedBecause} is null)`),
  ],
);

/** One event for one endpoint: ids, a type and a time, and how far it got. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id(),
    /** The `webhook-id` that its receiver sees, the same at every try. */
    messageId: text("message_id").notNull().unique(),
    endpointId: uuid("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: "cascade" }),
    reportId: uuid("report_id").references(() => reports.id, { onDelete: "cascade" }),
    /** The event of the ledger; null for a test. */
    stream: text("stream"),
    seq: integer("seq"),
    type: text("type").notNull(),
    /** The bytes that are signed. */
    body: text("body").notNull(),
    createdAt: instant("created_at").notNull(),
    tries: integer("tries").notNull().default(0),
    triedAt: instant("tried_at"),
    /** A status of HTTP, or a word for why there was none. */
    outcome: text("outcome"),
    nextAt: instant("next_at"),
    deliveredAt: instant("delivered_at"),
    gaveUpAt: instant("gave_up_at"),
  },
  (table) => [
    // An event is told once, however often its job runs.
    unique("webhook_deliveries_event").on(table.endpointId, table.stream, table.seq),
    // The log of an endpoint, newest first.
    index("webhook_deliveries_log").on(table.endpointId, table.id),
    // What is cleared.
    index("webhook_deliveries_created").on(table.createdAt),
  ],
);
