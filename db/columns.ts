import { sql } from "drizzle-orm";
import { customType, timestamp, uuid } from "drizzle-orm/pg-core";
import { v7 } from "uuid";

/** A key that stays inside: addresses, HTML, JSON and mail carry a reference or a random id instead. */
export const id = () => uuid("id").primaryKey().$defaultFn(v7);

/** Always with zone; business instants are given by the transaction, never defaulted by SQL. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => "bytea",
});

/** Ciphertext of lib/vault; a name of its own so that a reader of the schema sees what is sealed. */
export const sealed = bytes;

/** The condition of a CHECK: one of the words of a vocabulary. */
export const oneOf = (column: unknown, values: readonly string[]) =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(","))})`;
