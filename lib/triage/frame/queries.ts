import "server-only";
import { sql } from "drizzle-orm";
import {
  absences,
  accounts,
  calendarVersions,
  deskSettings,
  memberships,
  policyVersions,
  reportTags,
  savedViews,
  searchKeys,
} from "@/db/schema";
import { openProfile } from "@/lib/accounts/records";
import { accountOf, type StaffRole } from "@/lib/auth/policy";
import { productsOf } from "@/lib/policy/document";
import { pinnedPolicy } from "@/lib/policy/pinned/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import type { Transaction } from "@/lib/request/transaction";
import { openSearchKey, type SearchKey } from "@/lib/search/queries";
import { localDay } from "@/lib/sla/local-day";
import { formatDayAndMonth } from "@/lib/sla/words-of-time";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import type { ListChoices, ViewLink } from "../types";
import { BUILT_IN_VIEWS, ordered } from "../views/built-in";
import { viewPlace } from "../views/places";

/** Lists kept by a whole team that are offered at most. */
const VIEWS_READ = 200;

/** What stands around a program's lists, whatever they show: whom and what they can be narrowed to. */
export type ListFrame = {
  programName: string;
  zone: string;
  choices: ListChoices;
  /** Account by handle: stays on the server. */
  accountOf: ReadonlyMap<string, string>;
  /** The last day away of each account that is away today. */
  away: ReadonlyMap<string, string>;
  key: SearchKey | null;
  views: ViewLink[];
  /** Single keys do something. */
  keys: boolean;
};

type StoredView = {
  id: string;
  publicId: string;
  ownerId: string;
  visibility: "me" | "team";
  name: string;
  query: string;
  changedAt: string;
};

type Read = {
  policyVersionId: string;
  zone: string;
  team: { id: string; profile: string; role: StaffRole; from: string | null; until: string | null }[];
  tags: string[];
  key: { version: number; wrapped: string } | null;
  views: StoredView[];
  settings: { keys: boolean; order: string[]; hidden: string[] } | null;
};

/** In one statement. */
export async function listFrame(tx: Transaction, programId: string): Promise<ListFrame> {
  const me = accountOf(tx.actor);
  const [read] = await tx.db.execute<Read>(sql`
    select
      (select v.id from ${policyVersions} v where v.program_id = ${programId} and v.status = 'published') as "policyVersionId",
      (select c.calendar ->> 'zone' from ${calendarVersions} c where c.program_id = ${programId}
        order by c.version desc limit 1) as zone,
      (select coalesce(json_agg(json_build_object('id', a.id, 'profile', encode(a.profile_sealed, 'base64'), 'role', m.role,
          'from', b.from_day, 'until', b.until_day)), '[]'::json)
        from ${memberships} m join ${accounts} a on a.id = m.account_id
        left join ${absences} b on b.program_id = m.program_id and b.account_id = m.account_id
        where m.program_id = ${programId} and m.ended_at is null and m.role in ('triager', 'coordinator')) as team,
      (select coalesce(json_agg(t.tag order by t.tag), '[]'::json)
        from (select distinct tag from ${reportTags} where program_id = ${programId} order by tag limit 200) t) as tags,
      (select json_build_object('version', k.version, 'wrapped', encode(k.wrapped, 'base64')) from ${searchKeys} k
        where k.program_id = ${programId}
        order by k.complete_at is null, case when k.complete_at is null then k.version else -k.version end limit 1) as key,
      (select coalesce(json_agg(json_build_object('id', s.id, 'publicId', s.public_id, 'ownerId', s.owner_id, 'visibility', s.visibility,
          'name', encode(s.name_sealed, 'base64'), 'query', encode(s.query_sealed, 'base64'), 'changedAt', s.changed_at)
          order by s.created_at), '[]'::json)
        from (select * from ${savedViews} where program_id = ${programId} order by created_at limit ${VIEWS_READ}) s) as views,
      (select json_build_object('keys', d.keys, 'order', d.view_order, 'hidden', d.hidden_views)
        from ${deskSettings} d where d.account_id = ${me ?? sql`null`}) as settings`);
  if (!read) throw new Error("a program of a membership is missing");
  const { document } = await pinnedPolicy(tx, read.policyVersionId);
  const people = new Map(
    read.team.map(({ id, profile }) => [id, openProfile(ring(), id, Buffer.from(profile, "base64")).displayName]),
  );
  const away = awayToday(read, tx.now);
  const team = [...people].map(([id, name]) => ({
    handle: memberHandle(id),
    name,
    you: id === me,
    id,
    away: away.get(id) ?? null,
  }));
  return {
    programName: document.organisation.tradeName,
    zone: read.zone,
    choices: {
      team: team
        .map(({ id: _, ...one }) => one)
        .sort((a, b) => Number(b.you) - Number(a.you) || a.name.localeCompare(b.name)),
      products: productsOf(document).map(({ key, name }) => ({ key, name })),
      tags: read.tags,
    },
    away,
    accountOf: new Map(team.map(({ handle, id }) => [handle, id])),
    key: read.key ? openSearchKey(programId, read.key.version, Buffer.from(read.key.wrapped, "base64")) : null,
    views: viewLinks(read.views, me, read.settings?.order ?? [], read.settings?.hidden ?? []),
    keys: read.settings?.keys ?? true,
  };
}

function awayToday({ team, zone }: Pick<Read, "team" | "zone">, now: Date): Map<string, string> {
  const today = localDay(now, zone).toString();
  return new Map(
    team.flatMap(({ id, from, until }) =>
      from !== null && until !== null && from <= today && today <= until
        ? [[id, formatDayAndMonth(until)] as const]
        : [],
    ),
  );
}

/** Everything that is offered to somebody, in their order. */
function viewLinks(
  stored: readonly StoredView[],
  me: string | null,
  order: readonly string[],
  hidden: readonly string[],
): ViewLink[] {
  const builtIn = BUILT_IN_VIEWS.map((view) => ({
    pinned: false,
    ...view,
    of: "built-in" as const,
    mine: false,
    known: null,
  }));
  const saved = stored.map(({ id, publicId, ownerId, visibility, name, query, changedAt }) => ({
    key: publicId,
    name: openWithRing(ring(), viewPlace(id, "name_sealed"), Buffer.from(name, "base64")),
    query: openWithRing(ring(), viewPlace(id, "query_sealed"), Buffer.from(query, "base64")),
    of: visibility,
    pinned: false,
    mine: ownerId === me,
    known: new Date(changedAt).toISOString(),
  }));
  const links = [...builtIn, ...saved].map((view) => ({
    ...view,
    hidden: !view.pinned && hidden.includes(view.key),
    count: null,
  }));
  return ordered(links, order);
}
