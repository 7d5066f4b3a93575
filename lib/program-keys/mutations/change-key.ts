import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { programKeys, programs } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { readPublicKey } from "@/lib/pgp/read-key";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";

const NOT_ALLOWED = "Only an admin or the policy owner of this program can change its keys.";
const NOT_STEPPED_UP = "Give your second factor again to change a key.";
const CHANGED = "The keys of this program changed meanwhile. Look again; nothing was changed.";

/** INVALID with the reason at `armored` for a key that could not be used; changes nothing. */
export async function refuseUselessKey(ctx: Context, armored: string): Promise<void> {
  const read = await inTransaction(ctx, (tx) => readPublicKey(armored, tx.now));
  if (!read.ok) throw invalid("There is a problem", { armored: [read.message] });
}

/** The program, locked so that two changes come one after the other, for somebody who may change its keys. */
export async function lockedProgram(tx: Transaction, slug: string): Promise<{ id: string; slug: string }> {
  const [program] = await tx.db
    .select({ id: programs.id, slug: programs.slug })
    .from(programs)
    .where(eq(programs.slug, slug))
    .for("update");
  if (!program || !can(tx.actor, "keys.read", { programId: program.id })) throw notFound();
  if (!can(tx.actor, "keys.change", { programId: program.id })) throw forbidden(NOT_ALLOWED);
  // security.md C42: whoever took over a session must not be able to turn reports to a key of theirs.
  if (tx.actor.kind === "staff" && !tx.actor.steppedUp) throw forbidden(NOT_STEPPED_UP);
  return program;
}

/**
 * Puts a key in use. It replaces the one before it, which is retired; the same key again takes up its new end.
 * `current` is the fingerprint that the page was made with. Errors: NOT_FOUND, FORBIDDEN, INVALID (the key), CONFLICT.
 */
export async function adoptProgramKey(
  ctx: Context,
  input: { programSlug: string; armored: string; current: string },
): Promise<{ fingerprint: string }> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockedProgram(tx, input.programSlug);
    const read = await readPublicKey(input.armored, tx.now);
    if (!read.ok) throw invalid("There is a problem", { armored: [read.message] });
    const { createdAt: _, ...key } = read.key;
    const end = key.expiresAt === null ? null : new Date(key.expiresAt);
    const known = await tx.db.select().from(programKeys).where(eq(programKeys.programId, program.id));
    const inUse = known.find(({ retiredAt, revokedAt }) => retiredAt === null && revokedAt === null);
    if ((inUse?.fingerprint ?? "") !== input.current) throw conflict(CHANGED);

    if (inUse?.fingerprint === key.fingerprint) {
      await tx.db
        .update(programKeys)
        .set({ ...key, expiresAt: end, warnedDays: null })
        .where(eq(programKeys.id, inUse.id));
      await recordProgramEvent(tx, program.id, {
        type: "program_key.renewed",
        fingerprint: key.fingerprint,
        expires: key.expiresAt,
      });
      return { fingerprint: key.fingerprint };
    }
    if (known.some(({ fingerprint }) => fingerprint === key.fingerprint)) {
      throw invalid("There is a problem", { armored: ["This key was taken out of use before. Make a new one"] });
    }
    if (inUse) await tx.db.update(programKeys).set({ retiredAt: tx.now }).where(eq(programKeys.id, inUse.id));
    await tx.db.insert(programKeys).values({
      ...key,
      programId: program.id,
      purpose: "pgp_intake",
      expiresAt: end,
      uploadedBy: tx.actor.kind === "staff" ? tx.actor.accountId : null,
      rotatedFrom: inUse?.id ?? null,
      createdAt: tx.now,
    });
    await recordProgramEvent(tx, program.id, {
      type: "program_key.added",
      fingerprint: key.fingerprint,
      expires: key.expiresAt,
      replaces: inUse?.fingerprint ?? null,
    });
    return { fingerprint: key.fingerprint };
  });
}

/**
 * Takes a key out of use: `retire` where messages to it can still be read, `revoke` where it is not to be trusted any
 * more, which a retired key can be too. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (it was already).
 */
export async function endProgramKey(
  ctx: Context,
  input: { programSlug: string; fingerprint: string; how: "retire" | "revoke" },
): Promise<{ fingerprint: string }> {
  return inTransaction(ctx, async (tx) => {
    const program = await lockedProgram(tx, input.programSlug);
    const [key] = await tx.db
      .select()
      .from(programKeys)
      .where(and(eq(programKeys.programId, program.id), eq(programKeys.fingerprint, input.fingerprint)));
    if (!key) throw notFound();
    const retire = input.how === "retire";
    const ended = await tx.db
      .update(programKeys)
      .set(retire ? { retiredAt: tx.now } : { revokedAt: tx.now, privateSealed: null })
      .where(
        and(
          eq(programKeys.id, key.id),
          isNull(programKeys.revokedAt),
          ...(retire ? [isNull(programKeys.retiredAt)] : []),
        ),
      )
      .returning({ id: programKeys.id });
    if (ended.length === 0) throw conflict(CHANGED);
    await recordProgramEvent(tx, program.id, {
      type: retire ? "program_key.retired" : "program_key.revoked",
      fingerprint: key.fingerprint,
    });
    return { fingerprint: key.fingerprint };
  });
}
