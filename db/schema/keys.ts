import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  char,
  check,
  index,
  integer,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
import { accounts } from "./accounts";
import { programs } from "./programs";

/**
 * The OpenPGP keys that reports to a program are encrypted to. Public halves, unless the program gave a private one so
 * that its mail is read here. A key is in use until it is retired (replaced, messages to it are still read) or revoked (not to be trusted).
 */
export const programKeys = pgTable(
  "program_keys",
  {
    id: id(),
    programId: uuid("program_id")
      .notNull()
      .references(() => programs.id, { onDelete: "restrict" }),
    purpose: text("purpose", { enum: ["pgp_intake"] }).notNull(),
    /** Hex, capital letters. */
    fingerprint: text("fingerprint").notNull(),
    armored: text("armored").notNull(),
    /** JSON: the private half and its passphrase; null unless the program lets the portal read its mail. */
    privateSealed: sealed("private_sealed"),
    algorithm: text("algorithm").notNull(),
    userIds: text("user_ids").array().notNull(),
    /** Ids of the key and its subkeys, hex: what a message says it is encrypted to. */
    keyIds: text("key_ids").array().notNull(),
    /** When it can no longer be encrypted to; null for a key without an end. */
    expiresAt: instant("expires_at"),
    uploadedBy: uuid("uploaded_by").references(() => accounts.id, { onDelete: "set null" }),
    rotatedFrom: uuid("rotated_from").references((): AnyPgColumn => programKeys.id, { onDelete: "restrict" }),
    /** The last warning of its end that was mailed, in days before it. */
    warnedDays: integer("warned_days"),
    createdAt: instant("created_at").notNull(),
    retiredAt: instant("retired_at"),
    revokedAt: instant("revoked_at"),
  },
  (table) => [
    unique("program_keys_fingerprint").on(table.programId, table.fingerprint),
    uniqueIndex("program_keys_in_use")
      .on(table.programId, table.purpose)
      .where(sql`${table.retiredAt} is null and ${table.revokedAt} is null`),
    // The daily look at ends that come near.
    index("program_keys_ending")
      .on(table.expiresAt)
      .where(sql`${table.retiredAt} is null and ${table.revokedAt} is null`),
    check("program_keys_purpose", sql`${table.purpose} in ('pgp_intake')`),
  ],
);

/** security.txt as its owner signed it, away from the portal; served while it says what the portal would say. */
export const signedSecurityTxts = pgTable("signed_security_txts", {
  programId: uuid("program_id")
    .primaryKey()
    .references(() => programs.id, { onDelete: "restrict" }),
  programKeyId: uuid("program_key_id")
    .notNull()
    .references(() => programKeys.id, { onDelete: "restrict" }),
  /** The cleartext-signed file (RFC 9116 §2.3), byte for byte. */
  signed: text("signed").notNull(),
  /** SHA-256, hex, of the file it was made from, without its Expires line. */
  contentHash: char("content_hash", { length: 64 }).notNull(),
  expiresAt: instant("expires_at").notNull(),
  uploadedBy: uuid("uploaded_by").references(() => accounts.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
});

/** The key that mails to an account are encrypted to. */
export const accountKeys = pgTable("account_keys", {
  accountId: uuid("account_id")
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  keySealed: sealed("key_sealed").notNull(),
  createdAt: instant("created_at").notNull(),
});
