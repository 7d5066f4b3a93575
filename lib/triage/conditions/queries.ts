import "server-only";
import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { clocks, credits, reports, reportTags, reportTraits, reportWeaknesses, reportWords } from "@/db/schema";
import type { Transaction } from "@/lib/request/transaction";
import type { AskedWords, SearchKey } from "@/lib/search/queries";
import { tokensOf } from "@/lib/search/tokens";
import { versionsIn } from "@/lib/search/traits";
import { wordsOf } from "@/lib/search/words";
import { instantOfLocal } from "@/lib/sla/local-day";
import { withDescendants } from "@/lib/weaknesses/catalogue";
import {
  type ClockTime,
  type FilterName,
  type ListFilters,
  type ListQuery,
  NOTHING,
  type Queue,
  SEVERITY_CHOICES,
  type Sort,
} from "../list-query";

const DAY_MS = 86_400_000;

/** No decision yet; word for word the predicate of the index reports_triage. */
const UNDECIDED = sql`${reports.state} in ('received','acknowledged','verifying','needs_info')`;

const IN_QUEUE: Record<Queue, SQL> = {
  new: sql`${reports.state} in ('received','acknowledged')`,
  triage: UNDECIDED,
  open: sql`${reports.state} <> 'closed'`,
  closed: sql`${reports.state} = 'closed'`,
  all: sql`true`,
};

/** The columns of each order, the row's key left out, and their one direction. Each has an index that ends in the key. */
export const SORTED_BY = {
  due: { ascending: true, columns: [reports.nextDueAt] },
  received: { ascending: false, columns: [reports.receivedAt] },
  severity: { ascending: true, columns: [reports.severityOrder, reports.nextDueAt] },
  updated: { ascending: false, columns: [reports.touchedAt] },
  moved: { ascending: false, columns: [reports.stateSince] },
} as const satisfies Record<Sort, { ascending: boolean; columns: readonly unknown[] }>;

/** What the conditions of a list are made with. `key`: of the program's words, where a filter asks by one. */
export type ListSubject = {
  programId: string;
  accountId: string | null;
  /** What the words that are asked for have found, where they were asked for. */
  asked?: AskedWords | null;
  /** The account behind the handle that the list is narrowed to; null when there is none. */
  assigneeId: string | null;
  zone: string;
  now: Date;
  key: SearchKey | null;
};

/** Put aside and not yet back: its time has not come, and its reporter has not written since. */
export const asleepAt = (now: Date) =>
  sql`(${reports.snoozedUntil} > ${now.toISOString()}::timestamptz and ${reports.reporterAt} <= ${reports.snoozedAt})`;

/** The reports of one list. Words are asked for by `askForWords` before; whoever may see no report here sees none. */
export function listedWhere(tx: Transaction, query: ListQuery, subject: ListSubject): SQL | undefined {
  const { filters, not } = query;
  const narrowed = (Object.keys(filters) as FilterName[]).flatMap((name) => {
    const condition = conditionOf(tx, name, filters, subject);
    if (!condition) return [];
    return [not.some((each) => each === name) ? sql`(${condition}) is not true` : condition];
  });
  const awake = query.queue === "new" && !filters.snoozed ? sql`${asleepAt(subject.now)} is not true` : undefined;
  return and(eq(reports.programId, subject.programId), IN_QUEUE[query.queue], awake, ...narrowed);
}

function conditionOf(tx: Transaction, name: FilterName, filters: ListFilters, subject: ListSubject): SQL | undefined {
  switch (name) {
    case "state":
      return inArray(reports.state, filters.state ?? []);
    case "clock":
      // With a time it is the condition of the time.
      return filters.time ? undefined : someClock(filters, sql`not ${clocks.voided}`);
    case "time":
      return filters.time ? timeCondition(filters.time, filters, subject.now) : undefined;
    case "severity":
      return inArray(
        reports.severityOrder,
        (filters.severity ?? []).map((severity) => SEVERITY_CHOICES.indexOf(severity)),
      );
    case "product":
      if (filters.product === NOTHING) return none(reportTraits, sql`${reportTraits.kind} = 'product'`);
      return withTrait(tx, subject, ["product"], [productTrait(filters.product ?? "")]);
    case "version":
      return versionCondition(tx, subject, filters.version ?? "");
    case "cwe":
      if (filters.cwe === NOTHING) return none(reportTraits, sql`${reportTraits.kind} = 'weakness'`);
      return withTrait(tx, subject, ["weakness"], withDescendants(filters.cwe ?? 0).map(String));
    case "weakness":
      if (filters.weakness === NOTHING) return none(reportWeaknesses);
      return inArray(
        reports.id,
        tx.db
          .select({ id: reportWeaknesses.reportId })
          .from(reportWeaknesses)
          .where(
            and(
              eq(reportWeaknesses.programId, subject.programId),
              inArray(reportWeaknesses.cwe, withDescendants(filters.weakness ?? 0)),
            ),
          ),
      );
    case "tag":
      if (filters.tag === NOTHING) return none(reportTags);
      return inArray(
        reports.id,
        tx.db
          .select({ id: reportTags.reportId })
          .from(reportTags)
          .where(and(eq(reportTags.programId, subject.programId), eq(reportTags.tag, filters.tag ?? ""))),
      );
    case "assignee":
      return assigneeCondition(filters.assignee, subject);
    case "exposed":
      return sql`'data_exposed' = any(${reports.flags})`;
    case "encrypted":
      return sql`'encrypted' = any(${reports.flags})`;
    case "snoozed":
      return sql`${reports.snoozedUntil} is not null and ${asleepAt(subject.now)}`;
    case "cve":
      return sql`'cve' = any(${reports.flags})`;
    case "from":
      return receivedSince(filters.from, subject.zone, 0, true);
    case "to":
      return receivedSince(filters.to, subject.zone, 1, false);
    case "within": {
      const since = new Date(subject.now.getTime() - (filters.within ?? 0) * DAY_MS);
      return sql`${reports.stateSince} >= ${since.toISOString()}::timestamptz`;
    }
    case "resolution":
      if (filters.resolution === NOTHING) return sql`${reports.resolution} is null`;
      // The first part is the predicate of the index reports_resolution.
      return sql`${reports.resolution} is not null and ${reports.resolution} = ${filters.resolution}`;
    case "credit":
      return creditCondition(tx, filters.credit, subject.programId);
    case "q":
      if (!subject.asked || subject.asked.few?.length === 0) return sql`false`;
      return subject.asked.few === null
        ? inArray(reports.id, tx.db.select({ id: reportWords.reportId }).from(reportWords))
        : sql`${reports.id} = any(${`{${subject.asked.few.join(",")}}`}::uuid[])`;
  }
}

/** That a report has no row there; asked of each report as the list is walked ("offset 0" keeps it so), as `someClock` is. */
function none(table: typeof reportTraits | typeof reportTags | typeof reportWeaknesses, which = sql`true`): SQL {
  return sql`not exists (select 1 from ${table} where ${table.reportId} = ${reports.id} and ${which} offset 0)`;
}

/** A product of the policy stands as its key; one in the reporter's own words as those. */
function productTrait(asked: string): string {
  return asked.includes(" ") ? wordsOf(asked).join(" ") : asked;
}

type ListTrait = "product" | "weakness" | "version" | "affected";

/** Named by its reporter, or as affected by the team. */
function versionCondition(tx: Transaction, subject: ListSubject, asked: string): SQL | undefined {
  if (asked === NOTHING) return none(reportTraits, sql`${reportTraits.kind} in ('version', 'affected')`);
  return withTrait(tx, subject, ["version", "affected"], versionsIn(asked).slice(0, 1));
}

function withTrait(tx: Transaction, { key }: ListSubject, kinds: ListTrait[], values: string[]): SQL {
  if (key === null) return sql`false`;
  const tokens = kinds.flatMap((kind) => tokensOf(key.key, kind, values));
  return inArray(
    reports.id,
    tx.db
      .select({ id: reportTraits.reportId })
      .from(reportTraits)
      .where(and(inArray(reportTraits.trait, tokens), inArray(reportTraits.kind, kinds))),
  );
}

function assigneeCondition(asked: string | undefined, { accountId, assigneeId }: ListSubject): SQL {
  if (asked === "nobody") return sql`${reports.assigneeId} is null`;
  const id = asked === "me" ? accountId : assigneeId;
  return id === null ? sql`false` : eq(reports.assigneeId, id);
}

function receivedSince(day: string | undefined, zone: string, days: number, since: boolean): SQL | undefined {
  const start = day ? instantOfLocal(`${day}T00:00`, zone) : null;
  if (start === null) return undefined;
  // The first instant of the next local day, wherever the zone puts it.
  const at = days === 0 ? start : instantOfLocal(`${nextDay(day ?? "")}T00:00`, zone);
  const instant = (at ?? start).toISOString();
  return since
    ? sql`${reports.receivedAt} >= ${instant}::timestamptz`
    : sql`${reports.receivedAt} < ${instant}::timestamptz`;
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

function creditCondition(tx: Transaction, state: ListFilters["credit"], programId: string): SQL {
  const consent = state === "not_asked" || state === "asked" ? "pending" : (state ?? "pending");
  const asked = {
    not_asked: sql`${credits.askedAt} is null`,
    asked: sql`${credits.askedAt} is not null`,
    given: undefined,
    declined: undefined,
    defaulted: undefined,
  }[state ?? "asked"];
  return inArray(
    reports.id,
    tx.db
      .select({ id: credits.reportId })
      .from(credits)
      .where(and(eq(credits.programId, programId), eq(credits.consent, consent), asked)),
  );
}

/**
 * The clocks that `next_due_at` does not know: of one kind, or in a standing that only the clock itself has. Asked of
 * each report as the list is walked ("offset 0" keeps it so): joined, the policy of clocks would look through all reports.
 */
function someClock({ clock }: ListFilters, standing: SQL): SQL {
  const kind = clock ? sql` and ${clocks.clock} = ${clock}` : sql``;
  return sql`exists (select 1 from ${clocks} where ${clocks.reportId} = ${reports.id}${kind} and ${standing} offset 0)`;
}

function timeCondition(time: ClockTime, filters: ListFilters, now: Date): SQL {
  const at = sql`${now.toISOString()}::timestamptz`;
  const tomorrow = sql`${new Date(now.getTime() + DAY_MS).toISOString()}::timestamptz`;
  const runs = sql`${clocks.stoppedAt} is null and ${clocks.pausedAt} is null and not ${clocks.voided}`;
  switch (time) {
    case "late":
      return filters.clock
        ? someClock(filters, sql`${runs} and ${clocks.dueAt} <= ${at}`)
        : sql`${reports.nextDueAt} <= ${at}`;
    case "breached":
      // What is breached is late, and what is late is found by the index of what is due next.
      return sql`${reports.nextDueAt} <= ${at} and ${someClock(
        filters,
        sql`${runs} and ${clocks.dueAt} <= ${at} and ${clocks.rigidity} = 'MUST'`,
      )}`;
    case "day":
      return filters.clock
        ? someClock(filters, sql`${runs} and ${clocks.dueAt} > ${at} and ${clocks.dueAt} <= ${tomorrow}`)
        : sql`${reports.nextDueAt} > ${at} and ${reports.nextDueAt} <= ${tomorrow}`;
    case "running":
      return filters.clock ? someClock(filters, runs) : sql`${reports.nextDueAt} < '9999-12-31T00:00:00Z'`;
    case "paused":
      return someClock(
        filters,
        sql`${clocks.stoppedAt} is null and ${clocks.pausedAt} is not null and ${clocks.pausedBecause} <> 'closed' and not ${clocks.voided}`,
      );
    case "met":
      return someClock(filters, sql`${clocks.stoppedAt} < ${clocks.dueAt} and not ${clocks.voided}`);
    case "met_late":
      return someClock(filters, sql`${clocks.stoppedAt} >= ${clocks.dueAt} and not ${clocks.voided}`);
  }
}
