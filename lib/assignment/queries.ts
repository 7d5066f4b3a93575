import "server-only";
import { eq, sql } from "drizzle-orm";
import { accounts, assignmentRules, memberships, programs, reports } from "@/db/schema";
import { absencesOf, colleaguesOf } from "@/lib/absences/queries";
import { answersFor } from "@/lib/absences/standing";
import { type Actor, can, type ReportSubject, type StaffRole } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { productsOf } from "@/lib/policy/document";
import { currentPolicy } from "@/lib/policy/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { type Carrier, decide, type ReportFacts } from "./decide";
import { NO_RULES, type RuleSet, ruleSetSchema } from "./schema";
import type { AssignmentSettings } from "./types";
import { decisionWords, toWords, whenWords } from "./words";

/** A program's rules and their revision; 0 before the first. `lock`: held by whoever changes them. */
export async function rulesOf(
  tx: Transaction,
  programId: string,
  lock = false,
): Promise<{ set: RuleSet; rev: number }> {
  const asked = tx.db.select().from(assignmentRules).where(eq(assignmentRules.programId, programId));
  const [row] = lock ? await asked.for("update") : await asked;
  return row ? { set: ruleSetSchema.parse(row.rules), rev: row.rev } : { set: NO_RULES, rev: 0 };
}

type Member = { accountId: string; programSlug: string; roles: StaffRole[]; open: number; last: string | null };

/** Who may carry this report by the roles they hold now, with what they carry of what the actor may see. */
export async function carriersOf(tx: Transaction, report: ReportSubject): Promise<Carrier[]> {
  const members = await tx.db.execute<Member>(sql`
    select m.account_id as "accountId", p.slug as "programSlug", json_agg(m.role) as roles, carried.open, carried.last
    from ${memberships} m
    join ${accounts} a on a.id = m.account_id and a.deactivated_at is null
    join ${programs} p on p.id = m.program_id
    cross join lateral (
      select count(*)::int as open, to_char(max(r.received_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS') as last
      from ${reports} r where r.program_id = m.program_id and r.assignee_id = m.account_id and r.state <> 'closed'
    ) carried
    where m.program_id = ${report.programId} and m.ended_at is null
    group by m.account_id, p.slug, carried.open, carried.last`);
  return members.flatMap(({ accountId, programSlug, roles, open, last }) => {
    const actor: Actor = {
      kind: "staff",
      accountId,
      memberships: roles.map((role) => ({ programId: report.programId, programSlug, role })),
    };
    const triages = !roles.includes("coordinator");
    return can(actor, "report.assign", report) ? [{ accountId, triages, open, last }] : [];
  });
}

/** To whom a program gives what it receives. NOT_FOUND without a part in it. `trial`: a report to ask about. */
export async function assignmentSettings(
  ctx: Context,
  programSlug: string | undefined,
  trial: ReportFacts | null,
): Promise<AssignmentSettings> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const program = ctx.actor.memberships
    .filter((membership) => can(ctx.actor, "assignment.read", membership))
    .find((membership) => programSlug === undefined || membership.programSlug === programSlug);
  if (!program) throw notFound();
  const { programId } = program;
  const { document, calendar } = await currentPolicy(ctx, program.programSlug);
  const products = productsOf(document).map(({ key, name }) => ({ key, name }));
  return inTransaction(ctx, async (tx) => {
    const { set, rev } = await rulesOf(tx, programId);
    const people = await colleaguesOf(tx, programId);
    const day = localDay(tx.now, calendar.zone).toString();
    const absences = await absencesOf(tx, [programId], day);
    const carriers = await carriersOf(tx, imagined(programId, trial, tx.now));
    const able = people.map(({ id }) => id);
    const person = (id: string) => people.find((one) => one.id === id)?.name ?? "A former member";
    const product = (key: string) => products.find((one) => one.key === key)?.name ?? "a product no longer listed";
    const decision = trial === null ? null : decide(set, trial, { carriers, absences, day });
    const by = decision === null || decision.rule === 0 ? "fewest" : set.rules[decision.rule - 1]?.to.kind;
    return {
      programSlug: program.programSlug,
      programName: document.organisation.tradeName,
      mayChange: can(tx.actor, "assignment.change", program),
      rev,
      otherwise: set.otherwise,
      rules: set.rules.map((rule) => ({
        when: whenWords(rule, { product }),
        to: toWords(rule.to, { person }),
        caution: caution(rule, { able, absences, day, person, known: products.map(({ key }) => key) }),
      })),
      products,
      team: people.map(({ id, name }) => ({ handle: memberHandle(id), name })),
      trial: decision && decisionWords(decision, person, by === "fewest" && !can(tx.actor, "queue.read", program)),
    };
  });
}

/** A report as it would be received: nobody's of the team, open to it, or sealed where it is an urgent notice. */
function imagined(programId: string, trial: ReportFacts | null, now: Date): ReportSubject {
  const urgent = trial?.situations.includes("urgent") ?? false;
  const sealed = { urgentAt: urgent ? now : null, releasedAt: null };
  return { programId, reporterId: null, guestCodeHash: null, readers: null, ...sealed };
}

function caution(
  rule: RuleSet["rules"][number],
  at: {
    able: readonly string[];
    absences: Parameters<typeof answersFor>[1]["absences"];
    day: string;
    person: (id: string) => string;
    known: readonly string[];
  },
): string | null {
  if (rule.product !== null && !at.known.includes(rule.product)) return "The policy no longer lists this product.";
  if (rule.to.kind !== "person") return null;
  const { accountId } = rule.to;
  if (!at.able.includes(accountId)) return "They no longer carry reports here: the next rule that is for it holds.";
  const stands = answersFor(accountId, at);
  if (stands === accountId) return null;
  return stands === null
    ? "Away, and nobody covers: the next rule that is for it holds."
    : `Away: ${at.person(stands)} gets it meanwhile.`;
}
