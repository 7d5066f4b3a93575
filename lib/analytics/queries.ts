import "server-only";
import { eq, sql } from "drizzle-orm";
import { programs } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { productsOf } from "@/lib/policy/document";
import { currentPolicy } from "@/lib/policy/queries";
import { judgedReviews, type Reviewed } from "@/lib/policy/review";
import type { PolicyDocument } from "@/lib/policy/schema";
import { FORM_MARKS, type FormMark } from "@/lib/reports/form/marks";
import { stepForm } from "@/lib/reports/form/report-form";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { searchKeyOf } from "@/lib/search/queries";
import { traitTokens } from "@/lib/search/traits";
import { BANDS, chartsOf } from "./charts";
import type {
  Backlog,
  Chart,
  Due,
  Intake,
  Kept,
  OfProduct,
  OpenValid,
  Passed,
  Sender,
  Views,
  Waited,
  Weakness,
} from "./types";

export const PERIODS = [30, 90, 365] as const;
export type Period = (typeof PERIODS)[number];

export type Analytics = { programSlug: string; programName: string; days: Period; charts: Chart[] };

const DAY_MS = 86_400_000;
const VALID_STATES = sql`('validated','accepted','deferred','fix_ready','retest','resolved')`;

/**
 * The numbers of one program over the last `days`, from reports that the actor reads: row security counts for them, so
 * a restricted report is in nobody else's numbers. NOT_FOUND for everybody but its triagers and coordinators.
 */
export async function readAnalytics(ctx: Context, programSlug: string, days: Period): Promise<Analytics> {
  const { document, calendar } = await currentPolicy(ctx, programSlug);
  const { zone } = calendar;
  const figures = await inTransaction(ctx, async (tx) => {
    const [program] = await tx.db.select({ id: programs.id }).from(programs).where(eq(programs.slug, programSlug));
    if (!program || !can(tx.actor, "queue.read", { programId: program.id })) throw notFound();
    const now = sql`${tx.now.toISOString()}::timestamptz`;
    const from = sql`${new Date(tx.now.getTime() - days * DAY_MS).toISOString()}::timestamptz`;
    const own = sql`r.program_id = ${program.id}::uuid`;
    const [intake, kept, backlog, openValid, weaknesses, due, views, waited, senders, products, passed, reviewed] =
      await Promise.all([
        tx.db.execute<Intake>(sql`
        select to_char(date_trunc('week', r.received_at at time zone ${zone}), 'YYYY-MM-DD') as week, r.state,
          r.resolution, r.severity, count(*)::int as reports
        from reports r where ${own} and r.received_at >= ${from} group by 1, 2, 3, 4 order by 1`),
        tx.db.execute<Kept>(sql`
        select c.clock, c.month, count(*)::int as judged, count(*) filter (where c.kept)::int as kept,
          count(c.took)::int as answered,
          percentile_disc(0.5) within group (order by c.took) as median,
          percentile_disc(0.9) within group (order by c.took) as p90
        from (
          select c.clock, coalesce(c.stopped_at < c.due_at, false) as kept,
            (extract(epoch from c.stopped_at - c.started_at) * 1000)::float8 as took,
            to_char(least(c.due_at, c.stopped_at) at time zone ${zone}, 'YYYY-MM') as month
          from clocks c join reports r on r.id = c.report_id
          where ${own} and c.clock in ('acknowledge','first_response','verify','fix') and not c.voided
            and least(c.due_at, c.stopped_at) >= ${from} and least(c.due_at, c.stopped_at) <= ${now}
            and (c.stopped_at is not null or c.paused_at is null)
            and (r.split_from is null or c.clock not in ('acknowledge','first_response'))
        ) c group by grouping sets ((c.clock), (c.clock, c.month)) order by c.month nulls first`),
        tx.db.execute<Backlog>(sql`
        select (${bandOf(sql`extract(epoch from ${now} - r.received_at) / 86400`)})::int as band, count(*)::int as reports
        from reports r where ${own} and r.state <> 'closed' group by 1 order by 1`),
        tx.db.execute<OpenValid>(sql`
        select count(*)::int as valid, count(*) filter (where r.received_at < ${now} - interval '90 days')::int as old,
          (percentile_disc(0.5) within group (order by extract(epoch from ${now} - r.received_at) / 86400)
            filter (where r.received_at < ${now} - interval '90 days'))::float8 as "medianAge"
        from reports r where ${own} and r.state in ${VALID_STATES}`),
        tx.db.execute<Weakness>(sql`
        select w.cwe::int as cwe, count(*)::int as reports
        from reports r join report_handling h on h.report_id = r.id cross join unnest(h.weaknesses) as w (cwe)
        where ${own} and r.received_at >= ${from} group by 1`),
        tx.db.execute<Due>(sql`
        select to_char((c.due_at - interval '1 millisecond') at time zone ${zone}, 'YYYY-MM-DD') as day,
          count(*)::int as clocks
        from clocks c join reports r on r.id = c.report_id
        where ${own} and c.stopped_at is null and c.paused_at is null and not c.voided
          and c.clock in ('acknowledge','first_response','verify','fix')
          and c.due_at > ${now} and c.due_at <= ${now} + interval '7 days'
        group by 1 order by 1`),
        tx.db.execute<Views>(sql`
        select coalesce(t.severity, 'unrated') as theirs, r.severity as ours, count(*)::int as reports
        from reports r
        left join lateral (select a.severity from assessments a
          where a.report_id = r.id and a.by = 'reporter' order by a.created_at desc limit 1) t on true
        where ${own} and r.received_at >= ${from} and r.severity is not null group by 1, 2`),
        tx.db.execute<Waited>(sql`
        select s.on, count(distinct s.report_id)::int as reports, sum(s.ms)::float8 as ms
        from (
          select e.report_id,
            case when e.payload ->> 'state' in ('needs_info','retest') then 'them'
              when e.payload ->> 'state' in ('accepted','deferred') then 'engineering'
              when e.payload ->> 'state' in ('received','acknowledged','verifying','validated','fix_ready') then 'us'
            end as on,
            extract(epoch from coalesce(lead(e.at) over (partition by e.report_id order by e.seq), ${now}) - e.at) * 1000 as ms
          from events e join reports r on r.id = e.report_id
          where ${own} and r.received_at >= ${from} and e.type in ('report.received','report.split_off','report.moved')
        ) s where s.on is not null group by 1`),
        tx.db.execute<Sender>(sql`
        select p.reports, count(*)::int as people
        from (
          select count(*)::int as reports from reports r
          where ${own} and r.split_from is null and r.reporter_id in (select r.reporter_id from reports r where ${own} and r.received_at >= ${from})
          group by r.reporter_id
        ) p group by 1`),
        countProducts(tx, program.id, document, sql`${own} and r.received_at >= ${from}`),
        tx.db.execute<{ mark: FormMark; drafts: number }>(sql`
        select f.mark, sum(f.drafts)::int as drafts from form_marks f
        where f.program_id = ${program.id}::uuid and f.day >= (${from} at time zone ${zone})::date group by 1`),
        reviewsOf(tx, program.id),
      ]);
    const form = marksOf(document).map(({ mark, title }) => ({
      mark,
      title,
      drafts: passed.find((row) => row.mark === mark)?.drafts ?? 0,
    }));
    return {
      views,
      waited,
      senders,
      products,
      form,
      reviews: judgedReviews(reviewed, tx.now),
      intake,
      kept,
      backlog,
      openValid: openValid[0] ?? { valid: 0, old: 0, medianAge: null },
      weaknesses,
      due,
    };
  });
  return { programSlug, programName: document.organisation.tradeName, days, charts: chartsOf(figures, days) };
}

/** Every review that was signed: with a version, which carries its day, or of one without a change, which the ledger does. */
async function reviewsOf(tx: Transaction, programId: string): Promise<Reviewed[]> {
  return tx.db.execute<Reviewed>(sql`
    with versions as (
      select v.version, v.published_at as at, v.document ->> 'reviewedOn' as "on",
        v.document #>> '{calendar,zone}' as zone,
        jsonb_path_query_first(v.document, '$.clauses[*] ? (@.kind == "governance").reviewEvery.amount')::int as years
      from policy_versions v
      where v.program_id = ${programId}::uuid and v.status in ('published','superseded')
    )
    select r."on", r.version, r.years, r.zone from (
      select v.at, v."on", v.version, v.years, v.zone from versions v where v."on" is not null
      union all
      select e.at, to_char(e.at at time zone v.zone, 'YYYY-MM-DD'), v.version, v.years, v.zone
      from events e join versions v on v.version = e.payload ->> 'version'
      where e.stream = ${`program:${programId}`} and e.type = 'policy.reviewed'
    ) r order by r.at`);
}

/** The database knows a report's product by its keyed token alone: the products of the list are asked for by theirs. */
async function countProducts(
  tx: Transaction,
  programId: string,
  document: PolicyDocument,
  those: ReturnType<typeof sql>,
): Promise<OfProduct[]> {
  const key = await searchKeyOf(tx, programId);
  const products = productsOf(document);
  if (key === null || products.length === 0) return [];
  const nameOf = new Map(
    products.map(({ key: value, name }) => {
      const [token] = traitTokens(key.key, [{ kind: "product", value }]);
      return [String(token?.trait), name];
    }),
  );
  const counted = await tx.db.execute<{ trait: string; reports: number }>(sql`
    select t.trait::text as trait, count(distinct t.report_id)::int as reports
    from report_traits t join reports r on r.id = t.report_id
    where ${those} and t.kind = 'product' group by 1`);
  return counted.flatMap(({ trait, reports }) => {
    const name = nameOf.get(trait);
    return name ? [{ name, reports }] : [];
  });
}

/** Where a draft can have come to, in the words of the form that is in force. */
function marksOf(document: PolicyDocument): Pick<Passed, "mark" | "title">[] {
  return FORM_MARKS.map((mark) => {
    if (mark === "begun") return { mark, title: "Begun" };
    if (mark === "sent") return { mark, title: "Sent" };
    return { mark, title: stepForm(document, mark).title };
  });
}

/** The first day of the band in which an age in days lies. */
function bandOf(age: ReturnType<typeof sql>) {
  const whens = [...BANDS].reverse().map((band) => sql`when floor(${age}) >= ${band}::int then ${band}::int`);
  return sql`case ${sql.join(whens, sql` `)} else 0 end`;
}
