import "server-only";
import { and, desc, eq, gt, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { accounts, accountTokens, memberships, programs, totpFactors } from "@/db/schema";
import { stepUpMeans } from "@/lib/accounts/queries";
import { openEmail, openInvited, openProfile } from "@/lib/accounts/records";
import { accountOf, can, type StaffRole } from "@/lib/auth/policy";
import { notFound } from "@/lib/errors";
import { currentPolicy } from "@/lib/policy/queries";
import { memberHandle } from "@/lib/reports/member-handle";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import type { FormerMember, OpenInvitation, Team, TeamMember } from "./types";

/** How many of those who left are listed, the last first. */
const FORMER = 20;

/** The program, for whoever manages its people; NOT_FOUND for everybody else. Locked when somebody is about to change. */
export async function managedProgram(tx: Transaction, slug: string, lock = false) {
  const asked = tx.db.select({ id: programs.id, slug: programs.slug }).from(programs).where(eq(programs.slug, slug));
  const [program] = lock ? await asked.for("update") : await asked;
  if (!program || !can(tx.actor, "people.manage", { programId: program.id })) throw notFound();
  return program;
}

/** The form's name for an invitation: nothing that opens it. */
export const invitationHandle = (tokenHash: Buffer) => tokenHash.toString("hex").slice(0, 32);

/** Everybody with a role in a program, who was invited and who left. NOT_FOUND for all but its administrators. */
export async function readTeam(ctx: Context, programSlug: string): Promise<Team> {
  const read = await inTransaction(ctx, async (tx) => {
    const program = await managedProgram(tx, programSlug);
    const rows = await tx.db
      .select({
        accountId: memberships.accountId,
        role: memberships.role,
        since: memberships.createdAt,
        endedAt: memberships.endedAt,
        emailSealed: accounts.emailSealed,
        profileSealed: accounts.profileSealed,
        deactivatedAt: accounts.deactivatedAt,
        factorAt: totpFactors.confirmedAt,
      })
      .from(memberships)
      .innerJoin(accounts, eq(accounts.id, memberships.accountId))
      .leftJoin(totpFactors, eq(totpFactors.accountId, memberships.accountId))
      .where(eq(memberships.programId, program.id))
      .orderBy(memberships.createdAt);
    const ids = [...new Set(rows.map(({ accountId }) => accountId))];
    const elsewhere = await livingElsewhere(tx, ids);
    const invited = await tx.db
      .select()
      .from(accountTokens)
      .where(
        and(
          eq(accountTokens.purpose, "invite"),
          eq(accountTokens.programId, program.id),
          isNull(accountTokens.usedAt),
          isNull(accountTokens.replacedAt),
          isNotNull(accountTokens.emailSealed),
          gt(accountTokens.expiresAt, tx.now),
        ),
      )
      .orderBy(desc(accountTokens.createdAt));
    return { members: membersOf(rows, tx, elsewhere), former: formerOf(rows, elsewhere), invited };
  });
  const { document, calendar } = await currentPolicy(ctx, programSlug);
  return {
    programSlug,
    programName: document.organisation.tradeName,
    zone: calendar.zone,
    members: read.members,
    former: read.former,
    invitations: read.invited.flatMap(invitationOf),
    stepUp: await stepUpMeans(ctx),
  };
}

type Row = {
  accountId: string;
  role: StaffRole;
  since: Date;
  endedAt: Date | null;
  emailSealed: Buffer;
  profileSealed: Buffer;
  deactivatedAt: Date | null;
  factorAt: Date | null;
};

/** Of these accounts, those with a role in a program whose people the actor does not manage. */
export async function livingElsewhere(tx: Transaction, accountIds: readonly string[]): Promise<Set<string>> {
  if (accountIds.length === 0) return new Set();
  const rows = await tx.db
    .select({ accountId: memberships.accountId, programId: memberships.programId })
    .from(memberships)
    .where(and(inArray(memberships.accountId, [...accountIds]), isNull(memberships.endedAt)));
  return new Set(
    rows.filter(({ programId }) => !can(tx.actor, "people.manage", { programId })).map(({ accountId }) => accountId),
  );
}

/** Each account with its first row and all of them, in the order of the rows. */
function byAccount(rows: readonly Row[]): [accountId: string, first: Row, own: Row[]][] {
  const found = new Map<string, [string, Row, Row[]]>();
  for (const row of rows) {
    const known = found.get(row.accountId);
    if (known) known[2].push(row);
    else found.set(row.accountId, [row.accountId, row, [row]]);
  }
  return [...found.values()];
}

function membersOf(rows: readonly Row[], tx: Transaction, elsewhere: ReadonlySet<string>): TeamMember[] {
  const living = byAccount(rows.filter(({ endedAt }) => endedAt === null));
  return living.map(([accountId, first, own]) => {
    const isYou = accountId === accountOf(tx.actor);
    return {
      handle: memberHandle(accountId),
      name: openProfile(ring(), accountId, first.profileSealed).displayName,
      email: openEmail(ring(), accountId, first.emailSealed),
      roles: own.map(({ role, since }) => ({ role, since: since.toISOString() })),
      hasSecondFactor: first.factorAt !== null,
      isYou,
      mayBlock: !isYou && !elsewhere.has(accountId),
    };
  });
}

function formerOf(rows: readonly Row[], elsewhere: ReadonlySet<string>): FormerMember[] {
  return byAccount(rows)
    .flatMap(([accountId, first, own]) => {
      if (own.some(({ endedAt }) => endedAt === null)) return [];
      const left = Math.max(...own.map(({ endedAt }) => endedAt?.getTime() ?? 0));
      const blocked = first.deactivatedAt !== null;
      return [
        {
          handle: memberHandle(accountId),
          name: openProfile(ring(), accountId, first.profileSealed).displayName,
          left: new Date(left).toISOString(),
          blocked,
          mayUnblock: blocked && !elsewhere.has(accountId),
        },
      ];
    })
    .sort((a, b) => b.left.localeCompare(a.left))
    .slice(0, FORMER);
}

function invitationOf(row: typeof accountTokens.$inferSelect): OpenInvitation[] {
  if (!row.emailSealed || !row.role) return [];
  return [
    {
      handle: invitationHandle(row.tokenHash),
      email: openInvited(ring(), row.tokenHash, row.emailSealed),
      role: row.role as StaffRole,
      sent: row.createdAt.toISOString(),
      expires: row.expiresAt.toISOString(),
    },
  ];
}

/** How many living administrators a program has besides one account. */
export async function otherAdmins(tx: Transaction, programId: string, accountId: string): Promise<number> {
  const [row] = await tx.db
    .select({ n: sql<number>`count(distinct ${memberships.accountId})::int` })
    .from(memberships)
    .innerJoin(accounts, eq(accounts.id, memberships.accountId))
    .where(
      and(
        eq(memberships.programId, programId),
        eq(memberships.role, "admin"),
        isNull(memberships.endedAt),
        isNull(accounts.deactivatedAt),
        sql`${memberships.accountId} <> ${accountId}`,
      ),
    );
  return row?.n ?? 0;
}
