import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import { programKeys, programs } from "@/db/schema";
import { conflict, invalid } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type PrivateKey, unlockPrivateKey } from "@/lib/pgp/decrypt";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { sealWithRing } from "@/lib/vault/seal";
import { lockedProgram } from "../mutations/change-key";
import { privateKeysOf, privatePlace } from "./queries";

const CHANGED = "The keys of this program changed meanwhile. Look again; nothing was changed.";

/** INVALID with the reason at its field for a key that the passphrase does not open; changes nothing. */
export async function refuseLockedKey(key: PrivateKey): Promise<string> {
  const unlocked = await unlockPrivateKey(key);
  if (!unlocked.ok) throw invalid("There is a problem", { [unlocked.at]: [unlocked.message] });
  return unlocked.fingerprint;
}

/**
 * Lets the portal read mail that is encrypted to a key of the program: its private half and passphrase are sealed with the
 * key ring. Errors: NOT_FOUND, FORBIDDEN, INVALID (`privateKey`, `passphrase`).
 */
export async function givePrivateKey(
  ctx: Context,
  { programSlug, ...key }: PrivateKey & { programSlug: string },
): Promise<{ fingerprint: string }> {
  const fingerprint = await refuseLockedKey(key);
  return inTransaction(ctx, async (tx) => {
    const program = await lockedProgram(tx, programSlug);
    const [row] = await tx.db
      .select({ id: programKeys.id })
      .from(programKeys)
      .where(
        and(
          eq(programKeys.programId, program.id),
          eq(programKeys.fingerprint, fingerprint),
          isNull(programKeys.revokedAt),
        ),
      );
    if (!row) {
      throw invalid("There is a problem", {
        privateKey: ["This is the half of another key than the one in use above"],
      });
    }
    const privateSealed = sealWithRing(ring(), privatePlace(row.id), JSON.stringify(key));
    await tx.db.update(programKeys).set({ privateSealed }).where(eq(programKeys.id, row.id));
    await recordProgramEvent(tx, program.id, { type: "private_key.given", fingerprint });
    return { fingerprint };
  });
}

/** Forgets a private half: mail to it is kept as ciphertext again. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (none is there). */
export async function forgetPrivateKey(
  ctx: Context,
  { programSlug, fingerprint }: { programSlug: string; fingerprint: string },
): Promise<{ forgotten: true }> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockedProgram(tx, programSlug);
    const keys = await tx.db
      .select()
      .from(programKeys)
      .where(and(eq(programKeys.programId, program.id), eq(programKeys.fingerprint, fingerprint)));
    const held = keys.find(({ privateSealed }) => privateSealed !== null);
    if (!held) throw conflict(CHANGED);
    await tx.db.update(programKeys).set({ privateSealed: null }).where(eq(programKeys.id, held.id));
    await recordProgramEvent(tx, program.id, { type: "private_key.forgotten", fingerprint });
    return { forgotten: true };
  });
}

/**
 * Has encrypted mails to reporters carry what the team wrote, or not. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (there is no
 * private half to sign with; it is so already).
 */
export async function setFullTextMail(
  ctx: Context,
  { programSlug, on }: { programSlug: string; on: boolean },
): Promise<{ on: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockedProgram(tx, programSlug);
    if (on && (await privateKeysOf(tx, program.id)).length === 0) throw conflict(CHANGED);
    const [set] = await tx.db
      .update(programs)
      .set({ fullTextMail: on })
      .where(and(eq(programs.id, program.id), ne(programs.fullTextMail, on)))
      .returning({ id: programs.id });
    if (!set) throw conflict(CHANGED);
    await recordProgramEvent(tx, program.id, { type: "full_text_mail.set", on });
    return { on };
  });
}
