import "server-only";
import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { programKeys } from "@/db/schema";
import type { PrivateKey } from "@/lib/pgp/decrypt";
import type { Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { type AccountPlace, openWithRing } from "@/lib/vault/seal";

const stored: z.ZodType<PrivateKey> = z.strictObject({ armored: z.string(), passphrase: z.string() });

export function privatePlace(keyId: string): AccountPlace {
  return { table: "program_keys", column: "private_sealed", rowId: keyId };
}

/** The private halves that a program gave for reading its mail here, the newest first; those of revoked keys open nothing. */
export async function privateKeysOf(tx: Transaction, programId: string): Promise<PrivateKey[]> {
  const rows = await tx.db
    .select()
    .from(programKeys)
    .where(
      and(eq(programKeys.programId, programId), isNotNull(programKeys.privateSealed), isNull(programKeys.revokedAt)),
    )
    .orderBy(desc(programKeys.createdAt));
  return rows.flatMap(({ id, privateSealed }) =>
    privateSealed === null ? [] : [stored.parse(JSON.parse(openWithRing(ring(), privatePlace(id), privateSealed)))],
  );
}
