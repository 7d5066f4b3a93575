import "server-only";
import { type AnyColumn, and, asc, desc, eq, type SQL, sql } from "drizzle-orm";
import { accounts, readMarks, reports } from "@/db/schema";
import { openProfile } from "@/lib/accounts/records";
import { type Actor, accountOf, can, type Membership } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { productsOf } from "@/lib/policy/document";
import { type PinnedPolicy, pinnedPolicy } from "@/lib/policy/pinned/queries";
import { answersPlace, titlePlace } from "@/lib/reports/places";
import { readListed } from "@/lib/reports/salted";
import { isAsleep } from "@/lib/reports/snoozing";
import { RESOLUTION_RULES, STATE_LABELS } from "@/lib/reports/state";
import type { TriagePage, TriageRow } from "@/lib/reports/types";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { askForWords, snippetsOf } from "@/lib/search/queries";
import { currentRuns } from "@/lib/sla/current-runs";
import { runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { clockStatus } from "@/lib/sla/status";
import type { ClockRun } from "@/lib/sla/types";
import { ring } from "@/lib/vault/ring";
import { openJson, openText, unwrapKey } from "@/lib/vault/seal";
import { listedWhere, SORTED_BY } from "./conditions/queries";
import { decodePlace, encodePlace, type Place } from "./cursor";
import { type ListFrame, listFrame } from "./frame/queries";
import { type ListQuery, parseListQuery, type Queue } from "./list-query";
import type { ViewLink } from "./types";
import { queryOf } from "./views/built-in";

export const PAGE_SIZE = 50;
/** Beyond this a list says "1000+": counting further would grow with the table. */
const COUNTED_AT_MOST = 1000;

/** The program whose reports the actor lists: the one asked for, else the first. Errors: NOT_FOUND without a reading role. */
export function listedProgram(actor: Actor, programSlug: string | undefined): Membership {
  const readable = actor.kind === "staff" ? actor.memberships.filter((each) => can(actor, "queue.read", each)) : [];
  const program = programSlug ? readable.find((each) => each.programSlug === programSlug) : readable[0];
  if (!program) throw notFound();
  return program;
}

/** One page of a queue as it comes. Errors: NOT_FOUND without a reading role. */
export function listQueue(
  ctx: Context,
  input: { programSlug?: string; queue: Queue; words?: string; after?: string; before?: string },
): Promise<TriagePage> {
  const { queue, words, ...rest } = input;
  return listReports(ctx, { ...rest, query: parseListQuery({ queue, q: words }).query });
}

/** The lists that are offered to somebody in a program, hidden ones too. Errors: NOT_FOUND without a reading role. */
export async function offeredViews(
  ctx: Context,
  programSlug: string | undefined,
): Promise<{ programSlug: string; programName: string; views: ViewLink[] }> {
  const program = listedProgram(ctx.actor, programSlug);
  return inTransaction(ctx, async (tx) => {
    const { programName, views } = await listFrame(tx, program.programId);
    return { programSlug: program.programSlug, programName, views };
  });
}

/** Beyond this a view's tab says "99+". */
export const VIEW_COUNTED = 100;

/**
 * How many reports each view that is shown holds, in one statement. Those that search for words are not counted, nor the
 * one that holds everything: its number says nothing, and no index narrows it.
 */
async function withCounts(tx: Transaction, frame: ListFrame, who: { programId: string; accountId: string | null }) {
  const counted = frame.views.flatMap((view) => {
    const query = queryOf(view.query);
    const everything = query.queue === "all" && Object.keys(query.filters).length === 0;
    if (view.hidden || everything || query.filters.q !== undefined) return [];
    const where = listedWhere(tx, query, { ...subjectOf(frame, query), ...who, now: tx.now });
    const rows = tx.db.select({ one: sql`1` }).from(reports).where(where).limit(VIEW_COUNTED).as("listed");
    return [{ key: view.key, count: sql`(select count(*)::int from ${rows})` }];
  });
  if (counted.length === 0) return frame.views;
  const [row] = await tx.db.execute<{ counts: number[] }>(
    sql`select array[${sql.join(
      counted.map(({ count }) => count),
      sql`, `,
    )}] as counts`,
  );
  const counts = new Map(counted.map(({ key }, index) => [key, row?.counts[index] ?? null]));
  return frame.views.map((view) => ({ ...view, count: counts.get(view.key) ?? null }));
}

type Asked = {
  programSlug?: string | undefined;
  query: ListQuery;
  after?: string | undefined;
  before?: string | undefined;
  /** With the views and how much each holds. */
  counts?: boolean;
};

/** One page of a program's reports, narrowed and sorted as asked. Errors: NOT_FOUND without a reading role. */
export async function listReports(ctx: Context, input: Asked): Promise<TriagePage> {
  const program = listedProgram(ctx.actor, input.programSlug);
  const account = accountOf(ctx.actor);
  const { query } = input;

  return inTransaction(ctx, async (tx) => {
    const frame = await listFrame(tx, program.programId);
    const views = input.counts
      ? await withCounts(tx, frame, { programId: program.programId, accountId: account })
      : frame.views;
    const asked = query.filters.q === undefined ? null : await askForWords(tx, frame.key, query.filters.q);
    const words = asked?.words ?? null;
    const { ascending, columns } = SORTED_BY[query.sort];
    const back = input.before !== undefined;
    const cursor = input.before ?? input.after;
    const place = decodePlace(cursor, query.sort, columns.length);
    const forward = ascending !== back;
    const order = [...columns, reports.id].map((column) => (forward ? asc(column) : desc(column)));
    const listed = listedWhere(tx, query, {
      ...subjectOf(frame, query),
      programId: program.programId,
      accountId: account,
      now: tx.now,
      asked,
    });
    // In the order of the list, so that it walks the list's index and never the reports that were closed long ago.
    const counted = tx.db
      .select({ one: sql`1` })
      .from(reports)
      .where(listed)
      .orderBy(...order.slice(0, 1))
      .limit(COUNTED_AT_MOST)
      .as("counted");
    const rows = await tx.db
      .select({
        ...listedColumns,
        nextDueAt: reports.nextDueAt,
        severityOrder: reports.severityOrder,
        stateSince: reports.stateSince,
        // Among few that hold a word, counting on would walk over all that do not: there the page is what is counted.
        total: words === null ? sql<number>`(select count(*)::int from ${counted})` : sql<number>`0`,
        runs: runsColumn,
      })
      .from(reports)
      .leftJoin(readMarks, and(eq(readMarks.reportId, reports.id), eq(readMarks.accountId, account ?? sql`null`)))
      .where(and(listed, place ? beyond(columns, place, forward) : undefined))
      .orderBy(...order)
      .limit(PAGE_SIZE + 1);

    const more = rows.length > PAGE_SIZE;
    const page = rows.slice(0, PAGE_SIZE);
    if (back) page.reverse();
    const first = page[0];
    const last = page.at(-1);
    const shown: TriageRow[] = [];
    const snippets = words === null ? null : await snippetsOf(tx, page, words);
    for (const row of page) {
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      const listedRow = triageRow(row, pinned, watchFirst(currentRuns(runsOf(row.runs))), tx.now);
      const assigneeAway = (row.assigneeId && frame.away.get(row.assigneeId)) ?? null;
      shown.push({ ...listedRow, assigneeAway, ...(snippets?.has(row.id) ? { snippet: snippets.get(row.id) } : {}) });
    }
    const placeOf = (row: (typeof page)[number]) =>
      encodePlace({ sort: query.sort, values: sortedValues(query, row), id: row.id });
    return {
      programSlug: program.programSlug,
      programName: frame.programName,
      zone: frame.zone,
      now: tx.now.toISOString(),
      choices: frame.choices,
      views,
      keys: frame.keys,
      rows: shown,
      next: last && (back || more) ? placeOf(last) : null,
      previous: first && place && (back ? more : true) ? placeOf(first) : null,
      restarted: cursor !== undefined && place === null,
      total:
        words === null ? (first?.total ?? 0) : Math.min(rows.length + (place && first ? PAGE_SIZE : 0), PAGE_SIZE + 1),
      counted: words === null ? COUNTED_AT_MOST : PAGE_SIZE + 1,
      words,
    };
  });
}

/** What the filters of a list are read with, from what stands around it. */
export function subjectOf(frame: ListFrame, { filters }: ListQuery) {
  return { zone: frame.zone, key: frame.key, assigneeId: frame.accountOf.get(filters.assignee ?? "") ?? null };
}

/** The rows after a place, or before it, as one comparison that an index answers. */
function beyond(columns: readonly AnyColumn[], { values, id }: Place, forward: boolean): SQL {
  const sides = columns.map((column, index) => {
    const value = values[index] ?? 0;
    return column === reports.severityOrder
      ? sql`${value}::smallint`
      : sql`${new Date(value).toISOString()}::timestamptz`;
  });
  const left = sql.join([...columns.map((column) => sql`${column}`), sql`${reports.id}`], sql`, `);
  const right = sql.join([...sides, sql`${id}::uuid`], sql`, `);
  return forward ? sql`(${left}) > (${right})` : sql`(${left}) < (${right})`;
}

type SortedRow = Pick<
  typeof reports.$inferSelect,
  "nextDueAt" | "receivedAt" | "severityOrder" | "touchedAt" | "stateSince"
>;

function sortedValues({ sort }: ListQuery, row: SortedRow): number[] {
  switch (sort) {
    case "due":
      return [row.nextDueAt.getTime()];
    case "received":
      return [row.receivedAt.getTime()];
    case "severity":
      return [row.severityOrder, row.nextDueAt.getTime()];
    case "updated":
      return [row.touchedAt.getTime()];
    case "moved":
      return [row.stateSince.getTime()];
  }
}

/** What a row of a list reads of a report, beside the clocks. */
export const listedColumns = {
  id: reports.id,
  reference: reports.reference,
  state: reports.state,
  severity: reports.severity,
  flags: reports.flags,
  readers: reports.readers,
  receivedAt: reports.receivedAt,
  reporterAt: reports.reporterAt,
  touchedAt: reports.touchedAt,
  resolution: reports.resolution,
  snoozedUntil: reports.snoozedUntil,
  snoozedAt: reports.snoozedAt,
  version: reports.version,
  assigneeId: reports.assigneeId,
  assigneeProfile: sql<
    string | null
  >`(select encode(a.profile_sealed, 'base64') from ${accounts} a where a.id = ${reports.assigneeId})`,
  policyVersionId: reports.policyVersionId,
  dataKey: reports.dataKey,
  noteKey: reports.noteKey,
  titleSealed: reports.titleSealed,
  answersSealed: reports.answersSealed,
  readAt: readMarks.readAt,
};

type ListedRow = Pick<
  typeof reports.$inferSelect,
  Exclude<keyof typeof listedColumns, "readAt" | "assigneeProfile">
> & {
  readAt: Date | null;
  assigneeProfile: string | null;
};

/** A row of a list: opened only for a report that the transaction's row security has let through. */
export function triageRow(row: ListedRow, pinned: PinnedPolicy, runs: readonly ClockRun[], now: Date): TriageRow {
  const key = unwrapKey(ring(), row.dataKey, row.id);
  const answers = readListed(openJson(key, answersPlace(row.id), row.answersSealed));
  return {
    reference: row.reference,
    title: openText(key, titlePlace(row.id), row.titleSealed),
    product: productName(answers, productsOf(pinned.document)),
    state: row.state,
    stateLabel: STATE_LABELS[row.state],
    severity: row.severity,
    reporterHandle: answers.contactName || "No name given",
    receivedAt: row.receivedAt.toISOString(),
    updatedAt: row.touchedAt.toISOString(),
    zone: pinned.calendar.zone,
    resolutionLabel: row.resolution === null ? null : RESOLUTION_RULES[row.resolution].label,
    assignee: nameOf(row),
    asleepUntil: isAsleep(row, now) ? (row.snoozedUntil?.toISOString() ?? null) : null,
    version: row.version,
    unread: row.readAt === null || row.readAt.getTime() < row.reporterAt.getTime(),
    flags: row.readers === null ? row.flags : ["restricted", ...row.flags],
    clocks: runs.map((run) => clockStatus(run, pinned.calendar, now)),
  };
}

/** Who carries a report, by name. */
export function nameOf({
  assigneeId,
  assigneeProfile,
}: Pick<ListedRow, "assigneeId" | "assigneeProfile">): string | null {
  if (assigneeId === null || assigneeProfile === null) return null;
  return openProfile(ring(), assigneeId, Buffer.from(assigneeProfile, "base64")).displayName;
}

function productName(
  answers: { productId?: string | undefined; productOther?: string | undefined },
  products: readonly { key: string; name: string }[],
) {
  if (answers.productOther) return answers.productOther;
  return products.find(({ key }) => key === answers.productId)?.name ?? "Product not known";
}

/** Running clocks by due date, then paused, then finished ones. */
function watchFirst(runs: ClockRun[]): ClockRun[] {
  const weight = (run: ClockRun) => (run.stoppedAt !== null || run.voided ? 2 : run.pausedAt !== null ? 1 : 0);
  return runs.sort((a, b) => weight(a) - weight(b) || a.due.localeCompare(b.due));
}
