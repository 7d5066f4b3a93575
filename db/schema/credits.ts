import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";
import { reports } from "./reports";

export const CREDIT_WISHES = ["name", "alias", "no", "later"] as const;
/** "defaulted": asked, reminded and not answered; the line falls back to the party's own wish. */
export const CONSENTS = ["pending", "given", "declined", "defaulted"] as const;

export const credits = pgTable(
  "credits",
  {
    id: id(),
    reportId: uuid("report_id")
      .notNull()
      .references(() => reports.id, { onDelete: "restrict" }),
    /** The account whose consent counts; a co-finder without one has none yet. */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "set null" }),
    /** The party is the guest who sent the report, as long as nobody has claimed it into an account. */
    ofGuest: boolean("of_guest").notNull().default(false),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    wish: text("wish", { enum: CREDIT_WISHES }).notNull(),
    roles: text("roles").array().notNull(),
    /** JSON: text, organisation, url exactly as they would print. */
    displaySealed: sealed("display_sealed").notNull(),
    consent: text("consent", { enum: CONSENTS }).notNull(),
    consentAt: instant("consent_at"),
    /** The line that was agreed to or declined, and its SHA-256. */
    agreedSealed: sealed("agreed_sealed"),
    agreedHash: text("agreed_hash"),
    /** JSON: what the party themselves last wished to be printed, with their roles. */
    wishedSealed: sealed("wished_sealed"),
    /** Since when the party is asked to agree to a line that somebody else set. */
    askedAt: instant("asked_at"),
    remindedAt: instant("reminded_at"),
    /** Of somebody without a part in the report, asked by mail: SHA-256 (hex) of their link, and their address. */
    inviteHash: text("invite_hash").unique(),
    inviteSealed: sealed("invite_sealed"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    version: integer("version").notNull().default(1),
  },
  (table) => [
    index("credits_report").on(table.reportId),
    // The daily round over those who were asked and have not answered.
    index("credits_waiting").on(table.askedAt).where(sql`${table.consent} = 'pending'`),
    // Reports whose credit stands so, for a list.
    index("credits_consent").on(table.programId, table.consent, table.reportId),
    // /staff/credits, newest first.
    index("credits_program").on(table.programId, table.updatedAt, table.id),
  ],
);
