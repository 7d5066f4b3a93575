import type { Sql } from "postgres";
import { openSql } from "@/db/connection";
import { KeyRingError, keyRingCheck, loadKeyRing, verifyKeyRingCheck } from "@/lib/vault/keyring";

const FACT = "keyring_check";

/** Whether the first start has recorded which key ring this database was sealed with. */
export async function keyRingIsRecorded(sql: Sql): Promise<boolean> {
  const facts = await sql`select 1 from portal_facts where name = ${FACT}`;
  return facts.length > 0;
}

/**
 * Refuses to start with another key ring than the one the data was sealed with. A ring is created only for the embedded
 * database, and only while nothing has been sealed yet.
 */
export async function checkKeyRing(
  installation: { KEYRING_FILE: string; embedded: boolean },
  appUrl: string,
): Promise<void> {
  const sql = openSql(appUrl);
  try {
    const [fact] = await sql<{ value: unknown }[]>`select value from portal_facts where name = ${FACT}`;
    const ring = loadKeyRing(installation.KEYRING_FILE, { createIfMissing: installation.embedded && !fact });
    if (!fact) {
      const sealed = keyRingCheck(ring).toString("base64");
      await sql`insert into portal_facts (name, value, written_at)
        values (${FACT}, to_jsonb(${sealed}::text), clock_timestamp()) on conflict (name) do nothing`;
      return;
    }
    if (typeof fact.value !== "string") throw new KeyRingError("cannot be checked: the database's record is damaged.");
    verifyKeyRingCheck(ring, Buffer.from(fact.value, "base64"));
  } finally {
    await sql.end();
  }
}
