import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { accounts, memberships, programs } from "@/db/schema";
import { stepUpMeans } from "@/lib/accounts/queries";
import { openProfile } from "@/lib/accounts/records";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import type { LedgerEvent } from "@/lib/ledger/catalogue";
import { type StreamHead, verifyStream } from "@/lib/ledger/verify/queries";
import { currentPolicy } from "@/lib/policy/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { endOfDay } from "@/lib/sla/local-day";
import { ring } from "@/lib/vault/ring";
import { AUDIT_GROUPS } from "./groups";
import { type AuditFilter, type AuditPlace, placeAfter, placeOf } from "./schema";
import { auditSentence } from "./sentence";
import type { AuditLog, AuditRow, ChainCheck } from "./types";

const PAGE_SIZE = 50;
/** More than this is for the operator's own command. */
export const MOST_EXPORTED = 10_000;

type Program = { id: string; slug: string };
type Team = Map<string, string>;
type EventRow = {
  stream: string;
  at: Date | string;
  actorKind: string;
  actorId: string | null;
  payload: LedgerEvent;
  reference: string | null;
};

export async function auditedProgram(tx: Transaction, slug: string): Promise<Program> {
  const [program] = await tx.db
    .select({ id: programs.id, slug: programs.slug })
    .from(programs)
    .where(eq(programs.slug, slug));
  if (!program || !can(tx.actor, "audit.read", { programId: program.id })) throw notFound();
  return program;
}

/** A page of what was done in a program, the newest first. NOT_FOUND for everybody but its auditors. */
export async function readAudit(ctx: Context, programSlug: string, filter: AuditFilter): Promise<AuditLog> {
  const { document, calendar } = await currentPolicy(ctx, programSlug);
  const place = placeOf(filter.before);
  const { rows, more, team } = await inTransaction(ctx, async (tx) => {
    const program = await auditedProgram(tx, programSlug);
    const names = await teamOf(tx, program.id);
    const found = await eventsOf(tx, program, conditions(filter, calendar.zone, names), place, PAGE_SIZE + 1);
    return { rows: found.slice(0, PAGE_SIZE), more: found.length > PAGE_SIZE, team: names };
  });
  const shown = rows.map((row, index) => rowOf(row, index, team));
  return {
    programSlug,
    programName: document.organisation.tradeName,
    zone: calendar.zone,
    rows: shown,
    next: more ? placeAfter(shown, place) : null,
    people: [...team]
      .map(([accountId, name]) => ({ handle: memberHandle(accountId), name }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    stepUp: await stepUpMeans(ctx),
  };
}

/** Everything that a filter finds, up to `MOST_EXPORTED` rows; the caller records that it was taken out. */
export async function auditRows(
  tx: Transaction,
  program: Program,
  filter: AuditFilter,
  zone: string,
): Promise<AuditRow[]> {
  const team = await teamOf(tx, program.id);
  const rows = await eventsOf(tx, program, conditions(filter, zone, team), null, MOST_EXPORTED);
  return rows.map((row, index) => rowOf(row, index, team));
}

/** Whether the chains hold: of the program itself, and of the reports that a page of the log names. */
export async function checkChains(ctx: Context, programSlug: string, filter: AuditFilter): Promise<ChainCheck[]> {
  const { calendar } = await currentPolicy(ctx, programSlug);
  return inTransaction(ctx, async (tx) => {
    const program = await auditedProgram(tx, programSlug);
    const team = await teamOf(tx, program.id);
    const asked = conditions(filter, calendar.zone, team);
    const listed = await eventsOf(tx, program, asked, placeOf(filter.before), PAGE_SIZE);
    const named = new Map(listed.map(({ stream, reference }) => [stream, reference ?? "the program"]));
    named.set(`program:${program.id}`, "the program");
    return pastRowSecurity(tx, async () => {
      const streams = sql.join(
        [...named.keys()].map((stream) => sql`${stream}`),
        sql`, `,
      );
      const heads = await tx.db.execute<StreamHead>(sql`
        select s.stream, h.seq, h.hash from unnest(array[${streams}]::text[]) as s (stream)
        left join ledger_heads h on h.stream = s.stream order by s.stream`);
      const checks: ChainCheck[] = [];
      for (const head of heads) {
        const verdict = await verifyStream(tx, head);
        checks.push({
          stream: named.get(head.stream) ?? head.stream,
          good: verdict.ok,
          events: verdict.length,
          reason: verdict.ok ? null : `event ${verdict.firstBadSeq}: ${verdict.reason}`,
        });
      }
      return checks;
    });
  });
}

/** Everybody who has or had a role in the program, by name. */
async function teamOf(tx: Transaction, programId: string): Promise<Team> {
  const rows = await tx.db
    .selectDistinct({ id: accounts.id, profileSealed: accounts.profileSealed })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(and(eq(memberships.programId, programId)));
  return new Map(rows.map(({ id, profileSealed }) => [id, openProfile(ring(), id, profileSealed).displayName]));
}

/** What the filter asks of an event `e` and its report `r`. */
function conditions(filter: AuditFilter, zone: string, team: Team): SQL[] {
  const asked: SQL[] = [];
  const among = (column: SQL, values: readonly string[]) =>
    sql`${column} in (${sql.join(
      values.map((value) => sql`${value}`),
      sql`, `,
    )})`;
  if (filter.group) asked.push(among(sql`e.type`, AUDIT_GROUPS[filter.group].types));
  if (filter.who) {
    const [accountId] = [...team.keys()].filter((id) => memberHandle(id) === filter.who);
    asked.push(accountId ? sql`e.actor_id = ${accountId}::uuid` : sql`false`);
  }
  if (filter.reference) asked.push(sql`r.reference = ${filter.reference}`);
  if (filter.from) {
    const start = Temporal.PlainDate.from(filter.from).toZonedDateTime(zone).epochMilliseconds;
    asked.push(sql`e.at >= ${new Date(start).toISOString()}::timestamptz`);
  }
  if (filter.to) {
    asked.push(sql`e.at < ${endOfDay(Temporal.PlainDate.from(filter.to), zone).toISOString()}::timestamptz`);
  }
  return asked;
}

/** The program's own events and those of its reports in one order; each half is read by its own index. */
async function eventsOf(
  tx: Transaction,
  program: Program,
  asked: readonly SQL[],
  place: AuditPlace | null,
  limit: number,
): Promise<EventRow[]> {
  const until = place ? [sql`e.at <= ${new Date(place.at).toISOString()}::timestamptz`] : [];
  const skip = place?.shown ?? 0;
  const where = (own: SQL) => sql.join([own, ...asked, ...until], sql` and `);
  const columns = sql`e.stream, e.seq, e.at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.payload, r.reference`;
  const newest = sql`order by e.at desc, e.stream desc, e.seq desc limit ${limit + skip}`;
  // An auditor sees no report; which ones there are and what was done to them is the one thing shown (security.md C08).
  return pastRowSecurity(tx, async () => {
    const rows = await tx.db.execute<EventRow>(sql`
      select * from (
        (select ${columns} from events e left join reports r on false
          where ${where(sql`e.stream = ${`program:${program.id}`}`)} ${newest})
        union all
        (select ${columns} from events e join reports r on r.id = e.report_id
          where ${where(sql`e.report_id is not null and r.program_id = ${program.id}::uuid`)} ${newest})
      ) e order by e.at desc, e.stream desc, e.seq desc limit ${limit} offset ${skip}`);
    return [...rows];
  });
}

const KINDS: Record<string, string> = { researcher: "The reporter", guest: "A guest", system: "The portal" };

function rowOf({ at, actorKind, actorId, payload, reference }: EventRow, index: number, team: Team): AuditRow {
  const member = actorId === null ? undefined : team.get(actorId);
  const who = actorKind === "staff" ? (member ?? "Somebody of another team") : (KINDS[actorKind] ?? actorKind);
  return {
    key: String(index),
    at: new Date(at).toISOString(),
    who,
    what: auditSentence(payload),
    type: payload.type,
    reference,
  };
}
