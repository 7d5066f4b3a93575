import "server-only";
import { eq, getTableColumns, sql } from "drizzle-orm";
import { z } from "zod";
import {
  credits,
  events,
  messages,
  policyLessons,
  reportHandling,
  reportReferences,
  reports,
  reportTags,
  reportWatchers,
  ssvcDecisions,
} from "@/db/schema";
import { accountOf, can, isStaffOf } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { memberHandle } from "@/lib/reports/member-handle";
import { answersPlace, linkPlace, versionsPlace } from "@/lib/reports/places";
import { readStored } from "@/lib/reports/salted";
import { carriersOf, named, nameIn, namesOf, teamColumn } from "@/lib/reports/team/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import type { SsvcAnswers } from "@/lib/ssvc/points";
import { ring } from "@/lib/vault/ring";
import { type DataKey, openJson, unwrapKey } from "@/lib/vault/seal";
import { adviceOn } from "@/lib/weaknesses/advice";
import { weaknesses } from "@/lib/weaknesses/catalogue";
import { isDiscouraged } from "@/lib/weaknesses/cwe";
import { type ClosingFacts, closingChecklist } from "./checklist";
import { readLink } from "./links";
import type { HandlingView, PriorityView } from "./types";

type StoredHandling = { weaknesses: number[]; versions: string | null; version: number };
type StoredLink = { id: string; publicId: string; entry: string };
type StoredPriority = SsvcAnswers & { table: string; authorId: string | null; at: string };
type Seen = { accountId: string; at: string; times: number };

/** How many of a program's tags are offered. */
const KNOWN_TAGS = 60;

const columns = {
  ...getTableColumns(reports),
  team: teamColumn,
  handling: sql<StoredHandling | null>`(select json_build_object(
      'weaknesses', h.weaknesses, 'versions', encode(h.versions_sealed, 'base64'), 'version', h.version
    ) from ${reportHandling} h where h.report_id = reports.id)`,
  tags: sql<string[]>`(select coalesce(json_agg(t.tag order by t.tag), '[]'::json)
    from ${reportTags} t where t.report_id = reports.id)`,
  knownTags: sql<string[]>`(select coalesce(json_agg(k.tag), '[]'::json) from (
      select distinct t.tag from ${reportTags} t where t.program_id = reports.program_id order by t.tag limit ${KNOWN_TAGS}
    ) k)`,
  links: sql<StoredLink[]>`(select coalesce(json_agg(json_build_object(
      'id', l.id, 'publicId', l.public_id, 'entry', encode(l.entry_sealed, 'base64')
    ) order by l.added_at, l.id), '[]'::json) from ${reportReferences} l where l.report_id = reports.id)`,
  priorities: sql<StoredPriority[]>`(select coalesce(json_agg(json_build_object(
      'exploitation', d.exploitation, 'utility', d.utility, 'technicalImpact', d.technical_impact,
      'publicSafetyImpact', d.public_safety_impact, 'table', d.table_version, 'authorId', d.author_id, 'at', d.decided_at
    ) order by d.decided_at, d.id), '[]'::json) from ${ssvcDecisions} d where d.report_id = reports.id)`,
  watchers: sql<string[]>`(select coalesce(json_agg(w.account_id), '[]'::json)
    from ${reportWatchers} w where w.report_id = reports.id)`,
  seen: sql<Seen[]>`(select coalesce(json_agg(json_build_object('accountId', s.actor_id, 'at', s.at, 'times', s.times)
      order by s.at desc), '[]'::json) from (
      select e.actor_id, max(e.at) as at, count(*)::int as times from ${events} e
      where e.report_id = reports.id and e.type in ('report.seen', 'report.opened') and e.actor_id is not null
      group by e.actor_id
    ) s)`,
  creditStands: sql<ClosingFacts["credits"]>`(select coalesce(json_agg(json_build_object(
      'wish', c.wish, 'consent', c.consent)), '[]'::json) from ${credits} c where c.report_id = reports.id)`,
  staffWroteAt: sql<string | null>`(select max(m.sent_at) from ${messages} m
    where m.report_id = reports.id and m.side = 'staff' and not m.held)`,
  lesson: sql<boolean>`exists (select 1 from ${policyLessons} p where p.report_id = reports.id)`,
};

const versionsSchema = z.object({ affected: z.array(z.string()), fixed: z.array(z.string()) });
const linkSchema = z.object({ target: z.string(), label: z.string() });

/** How a report is handled, for its staff. Errors: NOT_FOUND for everybody else. */
export async function handlingOf(ctx: Context, reference: string): Promise<HandlingView> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db.select(columns).from(reports).where(eq(reports.reference, reference));
    if (!row || !isStaffOf(tx.actor, row)) throw notFound();
    const key = unwrapKey(ring(), row.dataKey, row.id);
    const names = namesOf(row.team);
    const self = accountOf(tx.actor);
    const you = self === null ? null : memberHandle(self);
    const versions = versionsOf(row.handling, row.id, key);
    const { answers } = readStored(openJson(key, answersPlace(row.id), row.answersSealed));
    return {
      revision: row.handling?.version ?? 0,
      mayChange: can(tx.actor, "report.handle", row),
      weaknesses: (row.handling?.weaknesses ?? []).map(weaknessView),
      ...versions,
      tags: row.tags,
      knownTags: row.knownTags.filter((tag) => !row.tags.includes(tag)),
      links: row.links.map((link) => linkView(link, row.id, key)),
      priorities: row.priorities.map((stored) => priorityView(stored, names)),
      watchers: named(row.watchers, names).map((one) => ({ ...one, you: one.handle === you })),
      couldWatch: can(tx.actor, "report.name_watcher", row)
        ? named(
            carriersOf(row).filter((id) => !row.watchers.includes(id) && id !== self),
            names,
          )
        : null,
      seenBy: can(tx.actor, "report.see_readers", row)
        ? row.seen.map(({ accountId, at, times }) => ({
            handle: memberHandle(accountId),
            name: nameIn(names, accountId),
            at: new Date(at).toISOString(),
            times,
          }))
        : null,
      checklist: closingChecklist({
        state: row.state,
        resolution: row.resolution,
        stateSince: row.stateSince.getTime(),
        staffWroteAt: row.staffWroteAt === null ? null : Date.parse(row.staffWroteAt),
        credits: row.creditStands,
        fixedVersions: versions.fixed.length,
        reporterSpeaksOn: answers.plans === "talk" ? (answers.plansDate ?? "no date given") : null,
        lesson: row.lesson,
      }),
    };
  });
}

function versionsOf(handling: StoredHandling | null, reportId: string, key: DataKey) {
  if (!handling?.versions) return { affected: [], fixed: [] };
  return versionsSchema.parse(openJson(key, versionsPlace(reportId), Buffer.from(handling.versions, "base64")));
}

function weaknessView(id: number): HandlingView["weaknesses"][number] {
  const list = weaknesses();
  const found = list.get(id);
  if (!found) return { id, name: null, advice: null };
  return { id, name: found.name, advice: isDiscouraged(found) ? adviceOn(found, list) : null };
}

function linkView({ id, publicId, entry }: StoredLink, reportId: string, key: DataKey): HandlingView["links"][number] {
  const { target, label } = linkSchema.parse(openJson(key, linkPlace(reportId, id), Buffer.from(entry, "base64")));
  const read = readLink(target);
  return { id: publicId, label, target, href: read.ok ? read.href : null };
}

function priorityView(stored: StoredPriority, names: ReadonlyMap<string, string>): PriorityView {
  const { table, authorId, at, ...points } = stored;
  return { points, table, by: nameIn(names, authorId), at: new Date(at).toISOString() };
}
