import "server-only";
import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { clockNotices, clocks, memberships, messages, programs, reports } from "@/db/schema";
import { absencesOf } from "@/lib/absences/queries";
import { type Absence, answersFor, thoseIn } from "@/lib/absences/standing";
import { type Actor, can, type Membership } from "@/lib/auth/policy";
import { forbidden } from "@/lib/errors";
import { recordReportEvents } from "@/lib/ledger/record";
import { queueMails } from "@/lib/notifications/mutations";
import type { MailParams } from "@/lib/notifications/templates/catalogue";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { shareUsed } from "@/lib/sla/status";
import { type Threshold, thresholdsPassed, toldOf } from "@/lib/sla/thresholds";
import { type ReportRow, runOf } from "./loaded";

/** Clocks looked at in one round; the next round takes up after the last of them. */
const ROUND = 500;

/** A running clock in the order of the watch. */
export type WatchPlace = Pick<typeof clocks.$inferSelect, "dueAt" | "reportId" | "clock" | "run">;
const DAY_MS = 86_400_000;

type ClockItem = MailParams["clock_news"]["items"][number];

/**
 * Tells the team how far the clocks have run, each threshold of each clock once, and writes into the ledger that a due
 * date has passed, with the instant at which it did. After an outage each reader gets one mail about all of it.
 * Looks at one round of clocks after a place; `next` is where the round after it begins, null at the end.
 * Errors: FORBIDDEN for everybody but the portal itself.
 */
export async function watchClocks(
  ctx: Context,
  { after, round = ROUND }: { after?: WatchPlace; round?: number } = {},
): Promise<{ told: number; next: WatchPlace | null }> {
  if (!can(ctx.actor, "clocks.watch", null)) throw forbidden("Only the portal itself can do this.");
  return inTransaction(ctx, async (tx) => {
    const watched = await runningPastHalf(tx, after, round);
    const programIds = [...new Set(watched.map(({ report }) => report.programId))];
    const teams = await teamsOf(tx, programIds);
    // A day of grace: each program counts its days in a zone of its own.
    const absences = await absencesOf(tx, programIds, localDay(new Date(tx.now.getTime() - DAY_MS), "UTC").toString());
    const items = new Map<string, ClockItem[]>();
    for (const { clock, report, noticed } of watched) {
      const pinned = await pinnedPolicy(tx, report.policyVersionId);
      const run = runOf(clock);
      const passed = thresholdsPassed(shareUsed(run, pinned.calendar, tx.now));
      const fresh = passed.filter((threshold) => !noticed.includes(threshold));
      const told = await notice(tx, clock, fresh);
      const highest = told.at(-1);
      if (highest === undefined) continue;
      if (highest === "over") {
        await recordReportEvents(tx, report.id, [
          { type: "clock.overdue", clock: clock.clock, run: clock.run, due: run.due },
        ]);
      }
      const program = pinned.document.organisation.tradeName;
      const item = { reference: report.reference, program, clock: clock.clock, threshold: highest };
      const away = {
        absences: absences.filter(({ programId }) => programId === report.programId),
        day: localDay(tx.now, pinned.calendar.zone).toString(),
      };
      for (const accountId of recipients(highest, report, teams, away)) {
        items.set(accountId, [...(items.get(accountId) ?? []), item]);
      }
    }
    await queueMails(
      tx,
      [...items].map(([accountId, about]) => ({
        template: "clock_news" as const,
        to: { accountId },
        params: { items: about },
      })),
    );
    const last = watched.length === round ? watched.at(-1) : undefined;
    return { told: items.size, next: last ? last.clock : null };
  });
}

/**
 * The clocks that may have news: there is none before the due date once four fifths were told, and none after it was.
 * Those that are late and told of stay running, and are out of the index that this walks.
 */
async function runningPastHalf(tx: Transaction, after: WatchPlace | undefined, round: number) {
  const noticed = sql<Threshold[]>`(select coalesce(json_agg(n.threshold), '[]'::json) from ${clockNotices} n
    where n.report_id = ${clocks.reportId} and n.clock = ${clocks.clock} and n.run = ${clocks.run}
      and n.due_at = ${clocks.dueAt})`;
  // Pauses only lengthen the way from start to due: what has not run half of that has run half of nothing.
  return tx.db
    .select({ clock: clocks, report: reports, noticed })
    .from(clocks)
    .innerJoin(reports, eq(reports.id, clocks.reportId))
    .where(
      and(
        sql`${clocks.stoppedAt} is null and ${clocks.pausedAt} is null and not ${clocks.voided}
          and ${clocks.toldDueAt} is distinct from ${clocks.dueAt}`,
        sql`${tx.now.toISOString()}::timestamptz >= ${clocks.dueAt} - (${clocks.dueAt} - ${clocks.startedAt}) / 2`,
        // What was sent in time and is still held stops its clock in a moment, by the instant of Send.
        sql`not exists (select 1 from ${messages} m where m.report_id = ${clocks.reportId} and m.held)`,
        sql`not exists (select 1 from ${clockNotices} n where n.report_id = ${clocks.reportId}
          and n.clock = ${clocks.clock} and n.run = ${clocks.run} and n.due_at = ${clocks.dueAt}
          and n.threshold = 'most' and n.due_at > ${tx.now.toISOString()}::timestamptz)`,
        after &&
          sql`(${clocks.dueAt}, ${clocks.reportId}, ${clocks.clock}, ${clocks.run}) >
            (${after.dueAt.toISOString()}::timestamptz, ${after.reportId}::uuid, ${after.clock}, ${after.run})`,
      ),
    )
    .orderBy(asc(clocks.dueAt), asc(clocks.reportId), asc(clocks.clock), asc(clocks.run))
    .limit(round);
}

/** The thresholds that this round is the first to notice: the primary key settles who is. */
async function notice(
  tx: Transaction,
  { reportId, clock, run, dueAt }: typeof clocks.$inferSelect,
  fresh: readonly Threshold[],
): Promise<Threshold[]> {
  if (fresh.length === 0) return [];
  const written = await tx.db
    .insert(clockNotices)
    .values(fresh.map((threshold) => ({ reportId, clock, run, threshold, dueAt, noticedAt: tx.now })))
    .onConflictDoNothing()
    .returning({ threshold: clockNotices.threshold });
  if (fresh.includes("over")) {
    await tx.db
      .update(clocks)
      .set({ toldDueAt: sql`${clocks.dueAt}` })
      .where(and(eq(clocks.reportId, reportId), eq(clocks.clock, clock), eq(clocks.run, run), eq(clocks.dueAt, dueAt)));
  }
  return fresh.filter((threshold) => written.some((row) => row.threshold === threshold));
}

type Member = { accountId: string; memberships: Membership[] };

async function teamsOf(tx: Transaction, programIds: readonly string[]): Promise<Member[]> {
  if (programIds.length === 0) return [];
  const rows = await tx.db
    .select({
      accountId: memberships.accountId,
      programId: memberships.programId,
      programSlug: programs.slug,
      role: memberships.role,
    })
    .from(memberships)
    .innerJoin(programs, eq(programs.id, memberships.programId))
    .where(and(inArray(memberships.programId, [...programIds]), isNull(memberships.endedAt)));
  const members = new Map<string, Member>();
  for (const { accountId, ...membership } of rows) {
    const member = members.get(accountId) ?? { accountId, memberships: [] };
    member.memberships.push(membership);
    members.set(accountId, member);
  }
  return [...members.values()];
}

/**
 * Only those who may read the report: who may not hears nothing of its clocks. Instead of somebody who is away hears who
 * covers for them, or else the team.
 */
function recipients(
  threshold: Threshold,
  report: ReportRow,
  members: readonly Member[],
  { absences, day }: { absences: readonly Absence[]; day: string },
): string[] {
  const readers = members.filter((member) => {
    const actor: Actor = { kind: "staff", ...member };
    return can(actor, "report.read", report) && report.reporterId !== member.accountId;
  });
  const leads = readers.filter((member) =>
    member.memberships.some(({ programId, role }) => programId === report.programId && role === "coordinator"),
  );
  const ids = (some: readonly Member[]) => some.map(({ accountId }) => accountId);
  const here = (...groups: Member[][]) => thoseIn(groups.map(ids), absences, day);
  const team = readers.filter((member) => !leads.includes(member));
  const assignee =
    report.assigneeId === null ? null : answersFor(report.assigneeId, { absences, day, able: ids(readers) });
  return toldOf(threshold, { assignee, team: here(team, leads), leads: here(leads) });
}
