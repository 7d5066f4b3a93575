import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { accounts, calendarVersions, events, policyVersions, programs } from "@/db/schema";
import { openProfile } from "@/lib/accounts/records";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { calendarChanges } from "@/lib/sla/holidays/changes";
import { ring } from "@/lib/vault/ring";
import type { CalendarSettings, CalendarVersion } from "./types";

const VERSIONS_SHOWN = 50;

/** A program's calendars with who published them and which policies count by them. NOT_FOUND without the role. */
export async function calendarSettings(ctx: Context, input: { programSlug?: string }): Promise<CalendarSettings> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const readable = ctx.actor.memberships.filter((membership) => can(ctx.actor, "calendar.read", membership));
  const program = readable.find(({ programSlug }) => !input.programSlug || programSlug === input.programSlug);
  if (!program) throw notFound();
  return inTransaction(ctx, async (tx) => {
    const [inForce] = await tx.db
      .select({ document: policyVersions.document, calendar: calendarVersions.calendar })
      .from(policyVersions)
      .innerJoin(calendarVersions, eq(calendarVersions.id, policyVersions.calendarVersionId))
      .where(and(eq(policyVersions.programId, program.programId), eq(policyVersions.status, "published")));
    const stream = `program:${program.programId}`;
    const rows = await tx.db
      .select({
        calendar: calendarVersions.calendar,
        createdAt: calendarVersions.createdAt,
        actorId: events.actorId,
        profileSealed: accounts.profileSealed,
        policies: sql<string[]>`array(select p.version from ${policyVersions} p
          where p.calendar_version_id = ${calendarVersions.id} and p.status in ('published', 'superseded')
          order by p.published_at desc)`,
      })
      .from(calendarVersions)
      .leftJoin(
        events,
        and(
          eq(events.stream, stream),
          eq(events.type, "calendar.published"),
          sql`(${events.payload} ->> 'version')::int = ${calendarVersions.version}`,
        ),
      )
      .leftJoin(accounts, eq(accounts.id, events.actorId))
      .where(eq(calendarVersions.programId, program.programId))
      .orderBy(desc(calendarVersions.version))
      // One more, because the last one shown says what it changed.
      .limit(VERSIONS_SHOWN + 1);
    const versions = rows.slice(0, VERSIONS_SHOWN).map((row, index): CalendarVersion => {
      const before = rows[index + 1];
      return {
        calendar: row.calendar,
        publishedAt: row.createdAt.toISOString(),
        by: row.actorId && row.profileSealed ? openProfile(ring(), row.actorId, row.profileSealed).displayName : null,
        changes: before ? calendarChanges(before.calendar, row.calendar) : null,
        policies: row.policies,
      };
    });
    return {
      programSlug: program.programSlug,
      programName: inForce?.document.organisation.tradeName ?? program.programSlug,
      mayPublish: can(tx.actor, "calendar.publish", program),
      inForce: inForce ?? null,
      versions,
      now: tx.now.toISOString(),
    };
  });
}

/** The programs whose calendars the actor reads, in their order. */
export async function calendarPrograms(ctx: Context): Promise<string[]> {
  if (ctx.actor.kind !== "staff") return [];
  const ids = ctx.actor.memberships
    .filter((membership) => can(ctx.actor, "calendar.read", membership))
    .map(({ programId }) => programId);
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({ slug: programs.slug })
    .from(programs)
    .where(inArray(programs.id, ids))
    .orderBy(programs.position);
  return rows.map(({ slug }) => slug);
}
