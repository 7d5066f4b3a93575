import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant, sealed } from "../columns";
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
    createdAt: instant("created_at").notNull(),
    deliveredAt: instant("delivered_at"),
  },
  (table) => [index("mails_waiting").on(table.createdAt)],
);

/** Facts about this installation: the sealed constant that proves the key ring, and the like. */
export const portalFacts = pgTable("portal_facts", {
  name: text("name").primaryKey(),
  value: jsonb("value").notNull(),
  writtenAt: instant("written_at").notNull(),
});
