import { sql } from "drizzle-orm";
import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { bytes, id, instant, sealed } from "../columns";
import { accounts } from "./accounts";

/**
 * A promise to deliver one mail, written in the transaction of the event that causes it. The job
 * carries this row's id only; parameters are sealed because some hold single-use links.
 */
export const mails = pgTable(
  "mails",
  {
    id: id(),
    template: text("template").notNull(),
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    /** Address of somebody without an account yet (invitations). */
    addressSealed: sealed("address_sealed"),
    /** The OpenPGP key to encrypt to where it is not the one on file: of the key that a change replaces. */
    keySealed: sealed("key_sealed"),
    paramsSealed: sealed("params_sealed").notNull(),
    /** An HMAC of its reader and what it is about: mails of one thread leave in the order of their events. */
    thread: bytes("thread"),
    createdAt: instant("created_at").notNull(),
    deliveredAt: instant("delivered_at"),
    /** When it was last tried in vain, and what the other side said: a code, never its words. */
    failedAt: instant("failed_at"),
    failure: text("failure"),
    /** When somebody had it sent again after it was given up: it is tried anew from then. */
    retriedAt: instant("retried_at"),
    /** No longer tried: a dead letter until somebody sends it again. */
    gaveUpAt: instant("gave_up_at"),
    /** Taken by a server that said later that nobody is there. */
    returnedAt: instant("returned_at"),
    /** Not sent, because mail to its address comes back: the HMAC by which that is known, until it is confirmed again. */
    heldFor: bytes("held_for"),
  },
  (table) => [
    index("mails_waiting").on(table.createdAt),
    // Dead letters, and whether mail is down.
    index("mails_failing")
      .on(table.failedAt)
      .where(sql`${table.failedAt} is not null and ${table.deliveredAt} is null`),
    // Whether one before it in its thread still waits.
    index("mails_thread")
      .on(table.thread, table.id)
      .where(sql`${table.deliveredAt} is null and ${table.gaveUpAt} is null`),
    // What waits for one person, to be told together.
    index("mails_undelivered")
      .on(table.accountId, table.id)
      .where(sql`${table.deliveredAt} is null and ${table.gaveUpAt} is null`),
    // What goes out once an address is confirmed again.
    index("mails_held").on(table.heldFor).where(sql`${table.heldFor} is not null`),
  ],
);

/** Facts about this installation: the sealed constant that proves the key ring, and the like. */
export const portalFacts = pgTable("portal_facts", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
  writtenAt: instant("written_at").notNull(),
});
