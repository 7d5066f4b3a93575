import "server-only";
import { and, eq, gt, isNull, ne, sql } from "drizzle-orm";
import { accounts, memberships, presences, reports } from "@/db/schema";
import { accountOf, can, type StaffRole } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { namesOf } from "@/lib/reports/team/queries";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { initialsOf, type Present } from "./people";

/** More open pages than one desk has. */
const MOST = 500;

const ROLE_WORDS: Partial<Record<StaffRole, string>> = {
  coordinator: "coordinator",
  triager: "triager",
  privacy_officer: "privacy officer",
};

/** Who of the staff has which report open just now, by reference; of reports that the actor reads as staff alone. */
export async function whoIsPresent(ctx: Context): Promise<Record<string, Present[]>> {
  if (ctx.actor.kind !== "staff") return {};
  return inTransaction(ctx, async (tx) => {
    const me = accountOf(tx.actor) ?? "";
    const rows = await tx.db
      .select({
        report: reports,
        accountId: presences.accountId,
        doing: presences.doing,
        profile: sql<string>`encode(${accounts.profileSealed}, 'base64')`,
        roles: sql<StaffRole[]>`(select coalesce(json_agg(m.role), '[]'::json) from ${memberships} m
          where m.account_id = ${presences.accountId} and m.program_id = ${reports.programId} and m.ended_at is null)`,
      })
      .from(presences)
      .innerJoin(reports, eq(reports.id, presences.reportId))
      .innerJoin(accounts, and(eq(accounts.id, presences.accountId), isNull(accounts.deactivatedAt)))
      .where(and(gt(presences.until, sql`clock_timestamp()`), ne(presences.accountId, me)))
      .limit(MOST);
    const names = namesOf(rows.map(({ accountId, profile }) => ({ id: accountId, profile })));
    const present: Record<string, Present[]> = {};
    for (const { report, accountId, doing, roles } of rows) {
      const role = (["coordinator", "triager", "privacy_officer"] as const).find((one) => roles.includes(one));
      if (role === undefined || !can(tx.actor, "report.note", report)) continue;
      const name = names.get(accountId) || "A colleague";
      const person = {
        handle: memberHandle(accountId),
        name,
        initials: initialsOf(name),
        role: ROLE_WORDS[role] ?? role,
        doing,
      };
      present[report.reference] = [...(present[report.reference] ?? []), person];
    }
    return present;
  });
}
