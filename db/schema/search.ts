import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { TRAITS } from "../../lib/search/traits";
import { bytes, instant, oneOf } from "../columns";
import { programs } from "./programs";
import { reports } from "./reports";

/**
 * The keys that words of a program's reports are hashed by. While a new one has not gone over all reports yet, both
 * are written and the older one is asked.
 */
export const searchKeys = pgTable(
  "search_keys",
  {
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    version: integer("version").notNull(),
    /** Wrapped by the key ring, like a report's data key. */
    wrapped: bytes("wrapped").notNull(),
    createdAt: instant("created_at").notNull(),
    /** Every report of the program has words by this key. */
    completeAt: instant("complete_at"),
  },
  (table) => [primaryKey({ columns: [table.programId, table.version] })],
);

export const WORD_SOURCES = ["text", "note"] as const;

/** Words of a report as keyed hashes: of what its reader on either side sees, and of its notes apart. */
export const reportWords = pgTable(
  "report_words",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    keyVersion: integer("key_version").notNull(),
    source: text("source", { enum: WORD_SOURCES }).notNull(),
    /** The first 64 bits of each HMAC. */
    words: bigint("words", { mode: "bigint" }).array().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.keyVersion, table.source] }),
    // Reports that hold all words asked for. Written at once: a pending list would make one search pay for many writes.
    index("report_words_words").using("gin", table.words).with({ fastupdate: false }),
    check("report_words_source", sql`${table.source} in ('text','note')`),
  ],
);

/** What two reports of one thing have in common, each as a keyed hash: what the candidates for duplicates are found by. */
export const reportTraits = pgTable(
  "report_traits",
  {
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    keyVersion: integer("key_version").notNull(),
    kind: text("kind", { enum: TRAITS }).notNull(),
    trait: bigint("trait", { mode: "bigint" }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.reportId, table.keyVersion, table.kind, table.trait] }),
    // The other reports that share a trait.
    index("report_traits_shared").on(table.trait, table.reportId),
    check("report_traits_kind", oneOf(table.kind, TRAITS)),
  ],
);
