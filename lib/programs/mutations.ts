import "server-only";
import { desc, eq, or } from "drizzle-orm";
import { calendarVersions, programs } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { CalendarError, checkCalendar, dueAt } from "@/lib/sla/calendar";
import { calendarChanges } from "@/lib/sla/holidays/changes";
import type { Calendar } from "@/lib/sla/types";
import { calendarSchema, type NewProgram, newProgramSchema } from "./schema";

/** Opens a program. It has no policy until one is published. */
export async function createProgram(ctx: Context, input: NewProgram): Promise<{ slug: string }> {
  const parsed = newProgramSchema.safeParse(input);
  if (!parsed.success) throw invalid("The program is not complete.");
  return inTransaction(ctx, async (tx) => {
    if (!can(tx.actor, "program.create", null)) throw forbidden("Only the operator of this portal can open a program.");
    const { slug, referencePrefix } = parsed.data;
    const [taken] = await tx.db
      .select({ id: programs.id })
      .from(programs)
      .where(or(eq(programs.slug, slug), eq(programs.referencePrefix, referencePrefix)));
    if (taken) throw conflict(`The address ${slug} or the prefix ${referencePrefix} is taken.`);
    const [program] = await tx.db
      .insert(programs)
      .values({ ...parsed.data, createdAt: tx.now })
      .onConflictDoNothing()
      .returning({ id: programs.id });
    if (!program) throw conflict(`The address ${slug} or the prefix ${referencePrefix} is taken.`);
    await recordProgramEvent(tx, program.id, { type: "program.created", slug });
    return { slug };
  });
}

/**
 * Adds a version of the program's business calendar: the next number, never a change of an old one.
 * A policy takes it up by naming it; no due date that exists moves.
 */
export async function publishCalendar(
  ctx: Context,
  input: { programSlug: string; calendar: Calendar },
): Promise<{ version: number }> {
  const parsed = calendarSchema.safeParse(input.calendar);
  if (!parsed.success) throw invalid("The calendar is not complete.");
  const calendar = parsed.data;
  const problem = calendarProblem(calendar);
  if (problem) throw invalid(problem);
  return inTransaction(ctx, async (tx) => {
    const [program] = await tx.db
      .select({ id: programs.id })
      .from(programs)
      .where(eq(programs.slug, input.programSlug))
      .for("update");
    if (!program) throw notFound();
    if (!can(tx.actor, "calendar.publish", { programId: program.id })) {
      throw forbidden("Only the policy owner or an administrator of this program can publish its calendar.");
    }
    const [newest] = await tx.db
      .select({ version: calendarVersions.version, calendar: calendarVersions.calendar })
      .from(calendarVersions)
      .where(eq(calendarVersions.programId, program.id))
      .orderBy(desc(calendarVersions.version))
      .limit(1);
    const next = (newest?.version ?? 0) + 1;
    if (calendar.version !== next) throw conflict(`The next calendar of this program has the number ${next}.`);
    if (newest && calendarChanges(newest.calendar, calendar).length === 0) {
      throw invalid(`Nothing differs from version ${newest.version}.`);
    }
    await tx.db.insert(calendarVersions).values({ programId: program.id, version: next, calendar, createdAt: tx.now });
    await recordProgramEvent(tx, program.id, { type: "calendar.published", version: next });
    return { version: next };
  });
}

/** Why a calendar cannot count days from any of its years, in a sentence; null when it can. */
export function calendarProblem(calendar: Calendar): string | null {
  try {
    checkCalendar(calendar);
    for (const year of new Set(calendar.holidays.map(({ date }) => date.slice(0, 4))))
      dueAt({ start: new Date(`${year}-01-01T12:00:00Z`), amount: 1, unit: "business_day", calendar });
    return null;
  } catch (error) {
    if (error instanceof CalendarError) return error.message;
    throw error;
  }
}
