import "server-only";
import { and, eq } from "drizzle-orm";
import { absences, programs } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { currentPolicy } from "@/lib/policy/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { colleaguesOf } from "./queries";
import type { AbsenceInput } from "./schema";

const NOT_YOURS = "Only a coordinator of this program can say that of somebody else.";

/**
 * Notes when somebody of the team is away next, and who answers for them; what was noted of them before is replaced.
 * What they carry stays theirs. Errors: NOT_FOUND, FORBIDDEN (somebody else's, without coordinating), INVALID.
 */
export async function setAbsence(ctx: Context, programSlug: string, input: AbsenceInput): Promise<void> {
  const zone = await zoneOf(ctx, programSlug);
  await inTransaction(ctx, async (tx) => {
    const { programId, accountId, team } = await member(tx, programSlug, input.who);
    if (input.until < localDay(tx.now, zone).toString()) {
      throw invalid("There is a problem", { until: ["These days are over; enter days from today on"] });
    }
    const cover = input.cover === "" ? null : team.find(({ id }) => memberHandle(id) === input.cover);
    if (cover === undefined || cover?.id === accountId) {
      throw invalid("There is a problem", { cover: ["Select somebody of the team, or leave it to all of it"] });
    }
    const coverId = cover?.id ?? null;
    const days = { from: input.from, until: input.until, coverId };
    const set = { ...days, setBy: accountOf(tx.actor), setAt: tx.now };
    await tx.db
      .insert(absences)
      .values({ programId, accountId, ...set })
      .onConflictDoUpdate({ target: [absences.programId, absences.accountId], set });
    await recordProgramEvent(tx, programId, { type: "absence.set", accountId, ...days });
  });
}

/** Notes that somebody is back, or does not go. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (they are in already). */
export async function endAbsence(ctx: Context, programSlug: string, input: { who: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { programId, accountId } = await member(tx, programSlug, input.who);
    const [ended] = await tx.db
      .delete(absences)
      .where(and(eq(absences.programId, programId), eq(absences.accountId, accountId)))
      .returning({ accountId: absences.accountId });
    if (!ended) throw conflict("Nothing is noted of them any more.");
    await recordProgramEvent(tx, programId, { type: "absence.ended", accountId });
  });
}

async function zoneOf(ctx: Context, programSlug: string): Promise<string> {
  return (await currentPolicy(ctx, programSlug)).calendar.zone;
}

async function member(tx: Transaction, programSlug: string, handle: string) {
  const [program] = await tx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, programSlug));
  if (!program || !can(tx.actor, "absence.read", { programId: program.id })) throw notFound();
  const team = await colleaguesOf(tx, program.id);
  const found = team.find(({ id }) => memberHandle(id) === handle);
  if (!found) throw notFound();
  if (!can(tx.actor, "absence.set", { programId: program.id, accountId: found.id })) throw forbidden(NOT_YOURS);
  return { programId: program.id, accountId: found.id, team };
}
