import "server-only";
import { and, eq, gte, inArray, isNull } from "drizzle-orm";
import { absences, accounts, memberships } from "@/db/schema";
import { openProfile } from "@/lib/accounts/records";
import { accountOf, can, type StaffRole } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { currentPolicy } from "@/lib/policy/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { localDay } from "@/lib/sla/local-day";
import { ring } from "@/lib/vault/ring";
import { type Absence, isAway } from "./standing";
import type { AbsencesPage } from "./types";

/** By these roles somebody carries reports, and is missed. */
export const CARRYING_ROLES: StaffRole[] = ["triager", "coordinator", "privacy_officer"];

/** Who of these programs' teams is away on a day or later, by program. */
export async function absencesOf(
  tx: Transaction,
  programIds: readonly string[],
  from: string,
): Promise<(Absence & { programId: string })[]> {
  if (programIds.length === 0) return [];
  return tx.db
    .select({
      programId: absences.programId,
      accountId: absences.accountId,
      from: absences.from,
      until: absences.until,
      coverId: absences.coverId,
    })
    .from(absences)
    .where(and(inArray(absences.programId, [...programIds]), gte(absences.until, from)));
}

/** Everybody who carries reports of a program, each once. */
export async function colleaguesOf(tx: Transaction, programId: string): Promise<{ id: string; name: string }[]> {
  const rows = await tx.db
    .selectDistinct({ id: accounts.id, profile: accounts.profileSealed })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        eq(memberships.programId, programId),
        inArray(memberships.role, CARRYING_ROLES),
        isNull(memberships.endedAt),
        isNull(accounts.deactivatedAt),
      ),
    );
  return rows
    .map(({ id, profile }) => ({ id, name: openProfile(ring(), id, profile).displayName }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Who of a program's team is away now or next. NOT_FOUND for everybody who carries none of its reports. */
export async function readAbsences(ctx: Context, programSlug: string | undefined): Promise<AbsencesPage> {
  if (ctx.actor.kind !== "staff") throw notFound();
  const program = ctx.actor.memberships
    .filter((membership) => can(ctx.actor, "absence.read", membership))
    .find((membership) => programSlug === undefined || membership.programSlug === programSlug);
  if (!program) throw notFound();
  const { document, calendar } = await currentPolicy(ctx, program.programSlug);
  return inTransaction(ctx, async (tx) => {
    const today = localDay(tx.now, calendar.zone).toString();
    const found = await absencesOf(tx, [program.programId], today);
    const people = await colleaguesOf(tx, program.programId);
    const nameOf = (id: string) => people.find((one) => one.id === id)?.name ?? "a former member";
    const me = accountOf(tx.actor);
    return {
      programSlug: program.programSlug,
      programName: document.organisation.tradeName,
      zone: calendar.zone,
      today,
      team: people.map(({ id, name }) => {
        const absence = found.find(({ accountId }) => accountId === id);
        return {
          handle: memberHandle(id),
          name,
          you: id === me,
          maySet: can(tx.actor, "absence.set", { programId: program.programId, accountId: id }),
          away: absence
            ? {
                from: absence.from,
                until: absence.until,
                cover: absence.coverId === null ? null : nameOf(absence.coverId),
                now: isAway(id, found, today),
              }
            : null,
        };
      }),
    };
  });
}
