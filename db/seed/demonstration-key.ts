import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "@/db/client";
import { env } from "@/lib/env/env";
import { openpgp } from "@/lib/pgp/openpgp";
import { adoptProgramKey } from "@/lib/program-keys/mutations/change-key";
import { listProgramKeys } from "@/lib/program-keys/queries";
import type { Context } from "@/lib/request/transaction";

const TWO_YEARS = 2 * 365 * 86_400;

/** Where the private half lies, for whoever tries the demonstration out. A real portal never has one. */
export function demonstrationKeyFile(): string {
  return join(env().DATA_DIR, "demonstration-keys", "cardihab-private-key.asc");
}

/** Gives Cardihab a key of its own for this demonstration: its policy asks for encryption, and its source names none. */
export async function giveDemonstrationKey(db: Database, ctx: Context, now: Date): Promise<void> {
  const programSlug = "cardihab";
  if ((await listProgramKeys(ctx, programSlug)).current !== null) return;
  const pgp = await openpgp();
  // Version 4 with the library's defaults: GnuPG 2.2 reads nothing newer.
  const made = await pgp.generateKey({
    userIDs: [
      {
        name: "Cardihab Security Team (demonstration value, the source states none)",
        email: "security@cardihab.example",
      },
    ],
    date: new Date(now.getTime() - 86_400_000),
    keyExpirationTime: TWO_YEARS,
    format: "armored",
  });
  mkdirSync(join(env().DATA_DIR, "demonstration-keys"), { recursive: true, mode: 0o700 });
  writeFileSync(demonstrationKeyFile(), made.privateKey, { mode: 0o600 });
  await adoptProgramKey({ ...ctx, db }, { programSlug, armored: made.publicKey, current: "" });
}
