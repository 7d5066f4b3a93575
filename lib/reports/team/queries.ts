import "server-only";
import { sql } from "drizzle-orm";
import { absences, accounts, memberships, type reports } from "@/db/schema";
import { type Actor, accountOf, can, readsBy, type StaffRole } from "@/lib/auth/policy";
import { formatDayAndMonth } from "@/lib/sla/words-of-time";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { memberHandle } from "../member-handle";
import type { StaffReport } from "../types";

export type TeamMember = {
  id: string;
  profile: string;
  role: StaffRole;
  ended: boolean;
  from: string | null;
  until: string | null;
};

/** The people of the program of the report in the outer select, a row a role. */
export const teamColumn = sql<TeamMember[]>`(select coalesce(json_agg(jsonb_build_object(
      'id', a.id, 'profile', encode(a.profile_sealed, 'base64'), 'role', m.role, 'ended', m.ended_at is not null,
      'from', b.from_day, 'until', b.until_day
    )), '[]'::json) from ${memberships} m join ${accounts} a on a.id = m.account_id
    left join ${absences} b on b.program_id = m.program_id and b.account_id = m.account_id where m.program_id = reports.program_id)`;

/** Display names by account. */
export function namesOf(team: readonly Pick<TeamMember, "id" | "profile">[]): Map<string, string> {
  return new Map(
    team.map(({ id, profile }) => {
      const place = { table: "accounts", column: "profile_sealed", rowId: id };
      const opened: unknown = JSON.parse(openWithRing(ring(), place, Buffer.from(profile, "base64")));
      const name =
        typeof opened === "object" && opened !== null && "displayName" in opened ? String(opened.displayName) : "";
      return [id, name];
    }),
  );
}

export const nameIn = (names: ReadonlyMap<string, string>, id: string | null): string =>
  id === null ? "The portal" : (names.get(id) ?? "A former member");

type WithTeam = Pick<
  typeof reports.$inferSelect,
  "programId" | "reporterId" | "guestCodeHash" | "urgentAt" | "releasedAt" | "readers"
> & { team: readonly TeamMember[] };

/** People by name, each once. */
export function named(ids: Iterable<string>, names: ReadonlyMap<string, string>): { handle: string; name: string }[] {
  return [...new Set(ids)]
    .map((id) => ({ handle: memberHandle(id), name: nameIn(names, id) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Who alone reads the report, and for a coordinator who could be named. */
export function restrictionOf(
  actor: Actor,
  row: WithTeam,
  names: ReadonlyMap<string, string>,
): StaffReport["restriction"] {
  const open = { ...row, readers: null };
  const able = row.team.filter(({ id, role, ended }) => !ended && readsBy({ accountId: id, role }, open));
  const account = accountOf(actor);
  const you = account === null ? null : memberHandle(account);
  const choice = named(
    able.filter(({ id }) => id !== row.reporterId).map(({ id }) => id),
    names,
  );
  return {
    readers: row.readers === null ? null : named(row.readers, names),
    choice: can(actor, "report.restrict", row) ? choice.map((one) => ({ ...one, you: one.handle === you })) : null,
  };
}

/** The last day away of each of the team who is away on a day. */
export function awayOn(team: readonly TeamMember[], day: string): Map<string, string> {
  return new Map(
    team.flatMap(({ id, from, until }) =>
      from !== null && until !== null && from <= day && day <= until
        ? [[memberHandle(id), formatDayAndMonth(until)] as const]
        : [],
    ),
  );
}

/** The accounts of the team that may carry this report. */
export function carriersOf(row: WithTeam): string[] {
  const able = row.team.filter(({ id, role, ended }) => {
    const memberships = [{ programId: row.programId, programSlug: "", role }];
    return !ended && can({ kind: "staff", accountId: id, memberships }, "report.assign", row);
  });
  return [...new Set(able.map(({ id }) => id))];
}

/** The people of the program by name, and which of them read this report; who sent it stands on the other side. */
export function colleaguesOf(row: WithTeam): { id: string; name: string; reads: boolean }[] {
  const now = row.team.filter(({ id, ended }) => !ended && id !== row.reporterId);
  const reading = new Set(now.filter(({ id, role }) => readsBy({ accountId: id, role }, row)).map(({ id }) => id));
  const names = namesOf(now);
  return [...new Set(now.map(({ id }) => id))]
    .map((id) => ({ id, name: nameIn(names, id), reads: reading.has(id) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
