import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Saves } from "../../lib/reports/drafts/saves";
import { PROTECTIONS } from "../../lib/reports/protection";
import { bytes, id, instant, oneOf, sealed } from "../columns";
import { accounts } from "./accounts";
import { policyVersions, programs } from "./programs";

export const reportDrafts = pgTable(
  "report_drafts",
  {
    id: id(),
    /** Random 128 bits, in the address. */
    publicId: text("public_id").notNull().unique(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    /** Instead of an account: SHA-256, hex, of the token in a guest's cookie. One token, one draft. */
    guestHash: text("guest_hash").unique(),
    /** A guest's address for a link back to the draft: found by its HMAC, read by the portal alone. */
    resumeLookup: bytes("resume_lookup"),
    resumeSealed: sealed("resume_sealed"),
    /** The version first read in this draft; the report is pinned to the one in force when it is sent. */
    firstPolicyVersionId: uuid("first_policy_version_id")
      .notNull()
      .references(() => policyVersions.id, { onDelete: "restrict" }),
    rev: integer("rev").notNull().default(1),
    /** With anything but https, steps 4 to 6 never reach the server readable: nothing of them may be saved as typed. */
    protection: text("protection", { enum: PROTECTIONS }).notNull().default("https"),
    /** How each step was last saved: what is stale is judged a step at a time. */
    saves: jsonb("saves").$type<Saves>().notNull().default({}),
    dataKey: bytes("data_key").notNull(),
    /** JSON of the answers as typed so far. */
    answersSealed: sealed("answers_sealed").notNull(),
    createdAt: instant("created_at").notNull(),
    savedAt: instant("saved_at").notNull(),
    /** Days before its end of which its owner was warned last; null again once it is saved. */
    warnedDays: integer("warned_days"),
    submittedAt: instant("submitted_at"),
  },
  (table) => [
    index("report_drafts_account").on(table.accountId, table.savedAt),
    // A guest who asks for a link back.
    index("report_drafts_resume").on(table.resumeLookup),
    check("report_drafts_protection", oneOf(table.protection, PROTECTIONS)),
    check("report_drafts_owner", sql`num_nonnulls(${table.accountId}, ${table.guestHash}) = 1`),
  ],
);

/** Single-use links back to a guest's draft; a newer one replaces the older. */
export const draftLinks = pgTable(
  "draft_links",
  {
    /** SHA-256 of the link's token. */
    tokenHash: bytes("token_hash").primaryKey(),
    draftId: uuid("draft_id")
      .notNull()
      .references(() => reportDrafts.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    replacedAt: instant("replaced_at"),
  },
  (table) => [index("draft_links_draft").on(table.draftId)],
);
