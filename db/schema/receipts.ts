import { jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { reports } from "./reports";

export const attestations = pgTable(
  "attestations",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    clauseKey: text("clause_key").notNull(),
    ruleId: text("rule_id").notNull(),
    /** SHA-256, hex, of the rule's text as it was agreed to. */
    textHash: text("text_hash").notNull(),
    /** `followed`, or `differently` when the reporter said that something went otherwise. */
    statement: text("statement", { enum: ["followed", "differently"] }).notNull(),
  },
  (table) => [unique("attestations_once").on(table.reportId, table.ruleId)],
);

export const receiptKeys = pgTable("receipt_keys", {
  /** RFC 7638 thumbprint. */
  kid: text("kid").primaryKey(),
  publicJwk: jsonb("public_jwk").$type<Record<string, string>>().notNull(),
  privateSealed: sealed("private_sealed").notNull(),
  createdAt: instant("created_at").notNull(),
  retiredAt: instant("retired_at"),
});

export const receipts = pgTable("receipts", {
  reportId: uuid("report_id")
    .primaryKey()
    .references(() => reports.id, { onDelete: "restrict" }),
  /** The exact bytes of receipt.json. */
  json: text("json").notNull(),
  kid: text("kid")
    .notNull()
    .references(() => receiptKeys.kid, { onDelete: "restrict" }),
  createdAt: instant("created_at").notNull(),
});

/** An answer whose value and salt are gone; the receipt's commitment to it stays. */
export const redactions = pgTable(
  "redactions",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    answerKey: text("answer_key").notNull(),
    /** Why, in words that the reporter reads as well. */
    reasonSealed: sealed("reason_sealed").notNull(),
    redactedBy: uuid("redacted_by").references(() => accounts.id, { onDelete: "set null" }),
    redactedAt: instant("redacted_at").notNull(),
  },
  (table) => [unique("redactions_once").on(table.reportId, table.answerKey)],
);
