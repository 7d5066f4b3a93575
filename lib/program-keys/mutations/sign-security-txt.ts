import "server-only";
import { eq } from "drizzle-orm";
import { signedSecurityTxts } from "@/db/schema";
import { env } from "@/lib/env/env";
import { conflict, invalid } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { verifyCleartext } from "@/lib/pgp/verify";
import { currentPolicy } from "@/lib/policy/queries";
import { unsignedSecurityTxt } from "@/lib/policy/security-txt/queries";
import { contentHashOf } from "@/lib/policy/security-txt/signed";
import { validateSecurityTxt } from "@/lib/policy/security-txt/validate";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { keysInUse } from "../queries";
import { lockedProgram } from "./change-key";

/**
 * Takes the program's security.txt as its owner signed it away from the portal (RFC 9116 §2.3), which has no private
 * key. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (no key, nothing to sign), INVALID (signature or text differ).
 */
export async function signSecurityTxt(
  ctx: Context,
  input: { programSlug: string; signed: string },
): Promise<{ expires: string }> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockedProgram(tx, input.programSlug);
    const refuse = (message: string) => invalid("There is a problem", { signed: [message] });
    const key = (await keysInUse(tx.db, [program.id])).get(program.id);
    if (!key) throw conflict("The program has no key that could have signed this.");
    const policy = await currentPolicy(ctx, program.slug);
    const wanted = await unsignedSecurityTxt(ctx, policy, env().APP_URL);
    if (wanted === null) throw conflict("This program has no security.txt: its policy names nobody to contact.");

    const verdict = await verifyCleartext(input.signed, key.armored, tx.now);
    if (!verdict.ok) throw refuse(verdict.message);
    const read = validateSecurityTxt(input.signed, tx.now);
    if (!read.valid || read.expires === null) {
      throw refuse(`What was signed is not a valid security.txt now: ${read.errors[0]?.code ?? "no date"}`);
    }
    const hash = contentHashOf(wanted);
    if (contentHashOf(verdict.text) !== hash) {
      throw refuse("What was signed differs from the file of this page. Download it again and sign that");
    }
    const expiresAt = new Date(read.expires);
    const values = {
      programKeyId: key.id,
      signed: input.signed,
      contentHash: hash,
      expiresAt,
      uploadedBy: tx.actor.kind === "staff" ? tx.actor.accountId : null,
      createdAt: tx.now,
    };
    await tx.db
      .insert(signedSecurityTxts)
      .values({ programId: program.id, ...values })
      .onConflictDoUpdate({ target: signedSecurityTxts.programId, set: values });
    await recordProgramEvent(tx, program.id, { type: "security_txt.signed", fingerprint: key.fingerprint, hash });
    return { expires: expiresAt.toISOString() };
  });
}

/** Serves the file without a signature again. CONFLICT where it has none. */
export async function removeSignature(ctx: Context, input: { programSlug: string }): Promise<{ removed: true }> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockedProgram(tx, input.programSlug);
    const gone = await tx.db
      .delete(signedSecurityTxts)
      .where(eq(signedSecurityTxts.programId, program.id))
      .returning({ programId: signedSecurityTxts.programId });
    if (gone.length === 0) throw conflict("The file is not signed.");
    await recordProgramEvent(tx, program.id, { type: "security_txt.signature_removed" });
    return { removed: true };
  });
}
