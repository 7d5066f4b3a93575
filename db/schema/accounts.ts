import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { bytes, id, instant, sealed } from "../columns";
import { programs } from "./programs";

export const accounts = pgTable("accounts", {
  id: id(),
  /** HMAC of the normalised address: found without keeping the address readable. */
  emailLookup: bytes("email_lookup").notNull().unique(),
  emailSealed: sealed("email_sealed").notNull(),
  /** JSON: display name, group, title. */
  profileSealed: sealed("profile_sealed").notNull(),
  /** JSON of the default credit wish; null until set. */
  creditSealed: sealed("credit_sealed"),
  emailConfirmedAt: instant("email_confirmed_at"),
  deactivatedAt: instant("deactivated_at"),
  /** Deleted by its holder: who it was is gone, and the row stays where reports and the ledger point at it. */
  deletedAt: instant("deleted_at"),
  createdAt: instant("created_at").notNull(),
});

export const passwords = pgTable("passwords", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  /** Argon2id in PHC form. */
  hash: text("hash").notNull(),
  changedAt: instant("changed_at").notNull(),
});

export const totpFactors = pgTable("totp_factors", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  secretSealed: sealed("secret_sealed").notNull(),
  confirmedAt: instant("confirmed_at"),
  /** The time step of the last accepted code: a code works once (RFC 6238 §5.2). */
  lastUsedStep: integer("last_used_step"),
  createdAt: instant("created_at").notNull(),
});

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    codeHash: bytes("code_hash").notNull().unique(),
    usedAt: instant("used_at"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [index("recovery_codes_account").on(table.accountId)],
);

export const TOKEN_PURPOSES = ["verify_email", "reset_password", "invite"] as const;

/** Single-use links; a newer one of the same purpose replaces the older. */
export const accountTokens = pgTable(
  "account_tokens",
  {
    tokenHash: bytes("token_hash").primaryKey(),
    purpose: text("purpose", { enum: TOKEN_PURPOSES }).notNull(),
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    /** Invitations only: who is invited, to what. */
    emailLookup: bytes("email_lookup"),
    emailSealed: sealed("email_sealed"),
    programId: uuid("program_id").references(() => programs.id, { onDelete: "cascade" }),
    role: text("role"),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
    replacedAt: instant("replaced_at"),
  },
  (table) => [
    index("account_tokens_account").on(table.accountId, table.purpose),
    check("account_tokens_purpose", sql`${table.purpose} in ('verify_email','reset_password','invite')`),
  ],
);

export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of the cookie's token. */
    tokenHash: bytes("token_hash").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    /** When the second factor was given; staff pages answer only after it. */
    secondFactorAt: instant("second_factor_at"),
    /** When it was asked for again, to sign something. */
    stepUpAt: instant("step_up_at"),
    endedAt: instant("ended_at"),
    /** Browser family and system, for the list of sessions: never the full header. */
    device: text("device").notNull(),
  },
  (table) => [index("sessions_account").on(table.accountId)],
);

/**
 * A guest who entered a receipt code. Bound to the code, not to a report: a code that was replaced or revoked
 * opens nothing, and no session of it does. Nothing about the browser is kept.
 */
export const guestSessions = pgTable("guest_sessions", {
  /** SHA-256 of the cookie's token. */
  tokenHash: bytes("token_hash").primaryKey(),
  codeHash: text("code_hash").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

/** Proofs of work that were handed in, until they would have expired anyway: each counts once. */
export const spentProofs = pgTable("spent_proofs", {
  /** SHA-256 of the challenge. */
  challengeHash: bytes("challenge_hash").primaryKey(),
  expiresAt: instant("expires_at").notNull(),
});

export const ROLES = [
  "triager",
  "coordinator",
  "policy_owner",
  "executive",
  "privacy_officer",
  "auditor",
  "admin",
] as const;

export const memberships = pgTable(
  "memberships",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "cascade" }),
    role: text("role", { enum: ROLES }).notNull(),
    grantedBy: uuid("granted_by").references(() => accounts.id, { onDelete: "set null" }),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (table) => [
    uniqueIndex("memberships_once")
      .on(table.accountId, table.programId, table.role)
      .where(sql`${table.endedAt} is null`),
    index("memberships_program").on(table.programId, table.role),
    check(
      "memberships_role",
      sql`${table.role} in ('triager','coordinator','policy_owner','executive','privacy_officer','auditor','admin')`,
    ),
  ],
);

/** The layout rate-limiter-flexible's PostgreSQL store expects; `expire` is milliseconds since the epoch. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});
