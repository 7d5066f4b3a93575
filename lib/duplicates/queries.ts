import "server-only";
import { eq, inArray, or, sql } from "drizzle-orm";
import { reportRelations, reports, reportTraits } from "@/db/schema";
import { can, isStaffOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { titlePlace } from "@/lib/reports/places";
import { MOVE_RULES, STATE_LABELS } from "@/lib/reports/state";
import { subjectColumns } from "@/lib/reports/subject/queries";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { askedVersion } from "@/lib/search/queries";
import type { Trait } from "@/lib/search/traits";
import { ring } from "@/lib/vault/ring";
import { openText, unwrapKey } from "@/lib/vault/seal";
import { isCandidate, likeness, reasonsFor, type Shared } from "./reasons";
import type { Candidate, Similar } from "./types";

/** A trait that more reports share than this tells none of them apart, so no more are looked at. */
const SHARED_AT_MOST = 300;
const SHOWN = 20;

/**
 * The reports of the program that look like this one, found by keyed hashes alone; only what is shown is opened, under
 * the reader's row security. Errors: NOT_FOUND for whoever does not read the report as staff.
 */
export async function similarReports(ctx: Context, reference: string): Promise<Similar> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select().from(reports).where(eq(reports.reference, reference));
    if (!row || !isStaffOf(tx.actor, row)) throw notFound();
    const pinned = await pinnedPolicy(tx, row.policyVersionId);
    const { shared, related, likely } = await likelyOf(tx, row);
    const others = likely.length > 0 ? await tx.db.select().from(reports).where(inArray(reports.id, likely)) : [];
    const candidates = likely.flatMap((id): Candidate[] => {
      const other = others.find((some) => some.id === id);
      if (!other || !can(tx.actor, "report.note", other)) return [];
      const key = unwrapKey(ring(), other.dataKey, other.id);
      return [
        {
          reference: other.reference,
          title: openText(key, titlePlace(other.id), other.titleSealed),
          stateLabel: STATE_LABELS[other.state],
          severity: other.severity,
          receivedAt: other.receivedAt.toISOString(),
          earlier: other.receivedAt.getTime() <= row.receivedAt.getTime(),
          related: related.get(id) === "related",
          original: row.duplicateOf === other.id,
          reasons: reasonsFor(shared.get(id) ?? {}),
        },
      ];
    });
    const title = openText(unwrapKey(ring(), row.dataKey, row.id), titlePlace(row.id), row.titleSealed);
    return {
      reference: row.reference,
      title,
      zone: pinned.calendar.zone,
      candidates,
      version: row.version,
      mayMark: can(tx.actor, "report.move", { report: row, move: "reject" }) && isUndecided(row.state),
      mayRelate: can(tx.actor, "report.handle", row),
    };
  });
}

/** How many reports `similarReports` would show for one that the actor was judged to read as staff. */
export async function countSimilar(tx: Transaction, row: Compared): Promise<number> {
  const { likely } = await likelyOf(tx, row);
  if (likely.length === 0) return 0;
  const others = await tx.db.select(subjectColumns).from(reports).where(inArray(reports.id, likely));
  return others.filter((other) => can(tx.actor, "report.note", other)).length;
}

type Row = typeof reports.$inferSelect;
type Compared = Pick<Row, "id" | "programId" | "reporterId" | "splitFrom">;

/** The reports that look like this one, the likeliest first, with what they share and what was said of the two. */
async function likelyOf(tx: Transaction, row: Compared) {
  const shared = await sharedWith(tx, row);
  const related = await relationsOf(tx, row.id);
  for (const [id, relation] of related) if (relation === "related" && !shared.has(id)) shared.set(id, {});
  const likely = [...shared]
    .filter(([id, some]) => related.get(id) !== "different" && (isCandidate(some) || related.get(id) === "related"))
    .sort(([, a], [, b]) => likeness(b) - likeness(a))
    .slice(0, SHOWN)
    .map(([id]) => id);
  return { shared, related, likely };
}

const isUndecided = (state: Row["state"]) => MOVE_RULES.reject.from.includes(state);

/** What was said of this report and others, by the other; row security shows only what the reader may know. */
async function relationsOf(tx: Transaction, reportId: string): Promise<Map<string, "related" | "different">> {
  const rows = await tx.db
    .select()
    .from(reportRelations)
    .where(or(eq(reportRelations.reportId, reportId), eq(reportRelations.otherId, reportId)));
  return new Map(rows.map((row) => [row.reportId === reportId ? row.otherId : row.reportId, row.relation]));
}

/** By report, what it shares with this one. Those of one family are no duplicates of each other. */
async function sharedWith(tx: Transaction, row: Compared): Promise<Map<string, Shared>> {
  const root = row.splitFrom ?? row.id;
  const found = await tx.db.execute<{ id: string; kind: Trait; count: number; reporter: boolean }>(sql`
    select other.report_id as id, mine.kind, count(*)::int as count,
      bool_or(r.reporter_id is not null and r.reporter_id = ${row.reporterId}::uuid) as reporter
    from ${reportTraits} mine
    cross join lateral (
      select t.report_id from ${reportTraits} t where t.trait = mine.trait limit ${SHARED_AT_MOST}
    ) other
    join ${reports} r on r.id = other.report_id
    where mine.report_id = ${row.id} and mine.key_version = ${askedVersion(row.programId)} and mine.kind not in ('version','affected') and r.program_id = ${row.programId}
      and coalesce(r.split_from, r.id) <> ${root}
    group by other.report_id, mine.kind`);
  const shared = new Map<string, Shared>();
  for (const { id, kind, count, reporter } of found) {
    shared.set(id, { ...shared.get(id), [kind]: count, ...(reporter ? { reporter } : {}) });
  }
  return shared;
}
