import "server-only";
import { and, asc, desc, eq, gt, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { programs, readMarks, reports, reportWords } from "@/db/schema";
import { accountOf, can } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { productsOf } from "@/lib/policy/document";
import { type PinnedPolicy, pinnedPolicy } from "@/lib/policy/pinned/queries";
import { answersPlace, titlePlace } from "@/lib/reports/places";
import { readListed } from "@/lib/reports/salted";
import { STATE_LABELS } from "@/lib/reports/state";
import type { TriagePage, TriageRow } from "@/lib/reports/types";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { askForWords, snippetsOf } from "@/lib/search/queries";
import { currentRuns } from "@/lib/sla/current-runs";
import { runsColumn, runsOf } from "@/lib/sla/runs/queries";
import { clockStatus } from "@/lib/sla/status";
import type { ClockRun } from "@/lib/sla/types";
import { ring } from "@/lib/vault/ring";
import { openJson, openText, unwrapKey } from "@/lib/vault/seal";
import { decodeCursor, encodeCursor } from "./cursor";

/** `triage`: no decision yet; `open`: everything not closed; `closed`: the rest, newest first; `all`: both, newest first. */
export const QUEUES = ["triage", "open", "closed", "all"] as const;
export type Queue = (typeof QUEUES)[number];

export const PAGE_SIZE = 50;
/** Beyond this a list says "1000+": counting further would grow with the table. */
const COUNTED_AT_MOST = 1000;

const IN_QUEUE: Record<Queue, SQL> = {
  // Word for word the predicate of the index reports_triage.
  triage: sql`${reports.state} in ('received','acknowledged','verifying','needs_info')`,
  open: ne(reports.state, "closed"),
  closed: eq(reports.state, "closed"),
  all: sql`true`,
};

const SORTED_BY = {
  triage: reports.nextDueAt,
  open: reports.nextDueAt,
  closed: reports.stateSince,
  all: reports.receivedAt,
};

/** One page of a program's queue in one statement. Errors: NOT_FOUND without a reading role. */
export async function listQueue(
  ctx: Context,
  input: { programSlug?: string; queue: Queue; words?: string; after?: string; before?: string },
): Promise<TriagePage> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const readable = ctx.actor.memberships.filter((membership) => can(ctx.actor, "queue.read", membership));
  const program = input.programSlug
    ? readable.find(({ programSlug }) => programSlug === input.programSlug)
    : readable[0];
  if (!program) throw notFound();
  const account = accountOf(ctx.actor);

  return inTransaction(ctx, async (tx) => {
    const sortedBy = SORTED_BY[input.queue];
    const ascending = input.queue === "triage" || input.queue === "open";
    const words = input.words === undefined ? null : await askForWords(tx, program.programId, input.words);
    const back = input.before !== undefined;
    const cursor = decodeCursor(input.before ?? input.after);
    const forward = ascending !== back;
    const beyond = forward ? gt : lt;
    const bounds = cursor
      ? or(beyond(sortedBy, cursor.at), and(eq(sortedBy, cursor.at), beyond(reports.id, cursor.id)))
      : undefined;
    const order = forward ? asc : desc;
    const found = inArray(reports.id, tx.db.select({ id: reportWords.reportId }).from(reportWords));
    const asked = words === null ? undefined : words.length > 0 ? found : sql`false`;
    const queue = and(eq(reports.programId, program.programId), IN_QUEUE[input.queue], asked);
    // In the order of the list, so that it walks the list's index and never the reports that were closed long ago.
    const counted = tx.db
      .select({ one: sql`1` })
      .from(reports)
      .where(queue)
      .orderBy(order(sortedBy))
      // Among few that hold a word, counting on would walk over all that do not.
      .limit(words === null ? COUNTED_AT_MOST : PAGE_SIZE + 1)
      .as("counted");
    const rows = await tx.db
      .select({
        ...listedColumns,
        sortedBy,
        total: sql<number>`(select count(*)::int from ${counted})`,
        runs: runsColumn,
      })
      .from(reports)
      .leftJoin(readMarks, and(eq(readMarks.reportId, reports.id), eq(readMarks.accountId, account ?? sql`null`)))
      .where(and(queue, bounds))
      .orderBy(order(sortedBy), order(reports.id))
      .limit(PAGE_SIZE + 1);

    const more = rows.length > PAGE_SIZE;
    const page = rows.slice(0, PAGE_SIZE);
    if (back) page.reverse();
    const first = page[0];
    const last = page.at(-1);
    const [named] = first
      ? [undefined]
      : await tx.db.select({ slug: programs.slug }).from(programs).where(eq(programs.id, program.programId));
    const shown: TriageRow[] = [];
    let zone = "UTC";
    let programName: string = named?.slug ?? program.programSlug;
    const snippets = words === null ? null : await snippetsOf(tx, page, words);
    for (const row of page) {
      const pinned = await pinnedPolicy(tx, row.policyVersionId);
      zone = pinned.calendar.zone;
      programName = pinned.document.organisation.tradeName;
      const listed = triageRow(row, pinned, watchFirst(currentRuns(runsOf(row.runs))), tx.now);
      shown.push({ ...listed, ...(snippets?.has(row.id) ? { snippet: snippets.get(row.id) } : {}) });
    }
    const cursorOf = (row: (typeof page)[number]) => encodeCursor({ at: row.sortedBy, id: row.id });
    return {
      programSlug: program.programSlug,
      programName,
      zone,
      now: tx.now.toISOString(),
      rows: shown,
      next: last && (back || more) ? cursorOf(last) : null,
      previous: first && (back ? more : input.after !== undefined) ? cursorOf(first) : null,
      total: first?.total ?? 0,
      counted: words === null ? COUNTED_AT_MOST : PAGE_SIZE + 1,
      words,
    };
  });
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
  policyVersionId: reports.policyVersionId,
  dataKey: reports.dataKey,
  noteKey: reports.noteKey,
  titleSealed: reports.titleSealed,
  answersSealed: reports.answersSealed,
  readAt: readMarks.readAt,
};

type ListedRow = Pick<typeof reports.$inferSelect, Exclude<keyof typeof listedColumns, "readAt">> & {
  readAt: Date | null;
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
    unread: row.readAt === null || row.readAt.getTime() < row.reporterAt.getTime(),
    flags: row.readers === null ? row.flags : ["restricted", ...row.flags],
    clocks: runs.map((run) => clockStatus(run, pinned.calendar, now)),
  };
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
