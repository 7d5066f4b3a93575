import "server-only";
import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { programKeys, programs } from "@/db/schema";
import { notFound } from "@/lib/errors";
import { addressedTo, readEncryptedMessage } from "@/lib/pgp/read-message";
import type { Context, Transaction } from "@/lib/request/transaction";
import { daysLeft, keyStanding } from "./standing";
import type { ProgramKey, ProgramKeys } from "./types";

type Reader = Pick<Context, "db" | "clockOffsetMs">;
type Row = typeof programKeys.$inferSelect;

/** Every key of a program. NOT_FOUND where there is no such program. Public: reads no actor. */
export async function listProgramKeys(ctx: Reader, slug: string): Promise<ProgramKeys> {
  const rows = await ctx.db
    .select({
      key: programKeys,
      ms: sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::float8`,
    })
    .from(programs)
    .leftJoin(programKeys, eq(programKeys.programId, programs.id))
    .where(eq(programs.slug, slug))
    .orderBy(desc(programKeys.createdAt))
    .limit(50);
  if (rows.length === 0) throw notFound();
  const keys = rows.flatMap(({ key, ms }) => (key === null ? [] : [viewOf(key, new Date(ms + ctx.clockOffsetMs))]));
  const former = (key: ProgramKey) => key.standing === "retired" || key.standing === "revoked";
  return { current: keys.find((key) => !former(key)) ?? null, former: keys.filter(former) };
}

export function viewOf(row: Row, now: Date): ProgramKey {
  return {
    fingerprint: row.fingerprint,
    armored: row.armored,
    algorithm: row.algorithm,
    userIds: row.userIds,
    keyIds: row.keyIds,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    standing: keyStanding(row, now),
    daysLeft: daysLeft(row.expiresAt, now),
  };
}

/** The keys in use of these programs, by program id; those without one are absent. */
export async function keysInUse(
  db: Reader["db"] | Transaction["db"],
  programIds: readonly string[],
): Promise<Map<string, Row>> {
  if (programIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(programKeys)
    .where(
      and(
        inArray(programKeys.programId, [...programIds]),
        isNull(programKeys.retiredAt),
        isNull(programKeys.revokedAt),
      ),
    );
  return new Map(rows.map((row) => [row.programId, row]));
}

/** The key that senders are asked to use now; null where there is none or its end is too near. */
export async function usableKey(tx: Transaction, programId: string): Promise<ProgramKey | null> {
  const row = (await keysInUse(tx.db, [programId])).get(programId);
  const key = row ? viewOf(row, tx.now) : null;
  return key?.standing === "usable" ? key : null;
}

/** The same for a page. */
export async function usableKeyOf(ctx: Reader, slug: string): Promise<ProgramKey | null> {
  const { current } = await listProgramKeys(ctx, slug);
  return current?.standing === "usable" ? current : null;
}

/** What the policy linter is told of the program's key. */
export async function keyForLint(tx: Transaction, programId: string): Promise<{ expires: string | null } | null> {
  const row = (await keysInUse(tx.db, [programId])).get(programId);
  return row ? { expires: row.expiresAt?.toISOString() ?? null } : null;
}

/**
 * Why the program could not read this message, as a sentence, or null. A key that was replaced still counts; one that
 * was revoked does not, since somebody else may hold its private half.
 */
export async function messageProblem(tx: Transaction, programId: string, armored: string): Promise<string | null> {
  const message = await readEncryptedMessage(armored);
  if (!message.ok) return message.message;
  const rows = await tx.db.select().from(programKeys).where(eq(programKeys.programId, programId));
  const trusted = rows.filter(({ revokedAt }) => revokedAt === null);
  if (
    addressedTo(
      message.recipients,
      trusted.flatMap(({ keyIds }) => keyIds),
    ) !== "no"
  )
    return null;
  if (
    addressedTo(
      message.recipients,
      rows.flatMap(({ keyIds }) => keyIds),
    ) === "yes"
  ) {
    return "This message is encrypted to a key that was revoked. Encrypt it to the key shown on this page";
  }
  return "This message is not encrypted to our key, so we could not read it. Encrypt it to the key shown on this page";
}
