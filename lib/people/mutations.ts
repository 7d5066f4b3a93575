import "server-only";
import { and, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import { accounts, accountTokens, memberships, reports } from "@/db/schema";
import { realTime } from "@/lib/accounts/mutations/start-session";
import { endSessions } from "@/lib/accounts/mutations/write-account";
import { accountOf, type StaffRole } from "@/lib/auth/policy";
import { conflict, forbidden, invalid, notFound } from "@/lib/errors";
import { recordProgramEvent, recordReportEvents, recordSystemEvent } from "@/lib/ledger/record";
import { memberHandle } from "@/lib/reports/member-handle";
import { OPEN_STATES } from "@/lib/reports/state";
import { type Context, inTransaction, pastRowSecurity, type Transaction } from "@/lib/request/transaction";
import { invitationHandle, livingElsewhere, managedProgram, otherAdmins } from "./queries";

// Every change locks the program's row: of two administrators who end each other's role at once, the second is the last.
const LAST_ADMIN = "A program keeps at least one administrator. Invite another first.";
const NOT_STEPPED_UP = "Give your second factor again to change who works here.";

/** `shown`: the roles that the page listed. Of them, those not in `keep` end. */
export type KeepInput = {
  programSlug: string;
  member: string;
  keep: readonly string[];
  shown: readonly string[];
  block: boolean;
};

/**
 * Ends roles of somebody in a program, from their next request on. Whoever keeps none that reads reports hands back what
 * they carried. With `block` the account signs in nowhere any more, and its sessions end.
 * Errors: NOT_FOUND, FORBIDDEN (second factor; blocking oneself, or somebody with roles elsewhere), CONFLICT (the last
 * administrator; the roles are not those that were shown).
 */
export async function keepRoles(ctx: Context, input: KeepInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const program = await managedProgram(tx, input.programSlug, true);
    requireStepUp(tx);
    const { accountId, roles } = await findMember(tx, program.id, input.member);
    if (roles.length === 0) throw notFound();
    if ([...roles].sort().join() !== [...input.shown].sort().join()) {
      throw conflict("Somebody else changed these roles meanwhile. Look again; nothing was changed.");
    }
    const ending = roles.filter((role) => !input.keep.includes(role));
    if (ending.length === 0) throw invalid("There is a problem", { "keep[]": ["Untick what ends"] });
    if (input.block) await refuseBlock(tx, accountId);
    await endRoles(tx, program.id, accountId, ending);
    if (!roles.some((role) => input.keep.includes(role) && CARRYING.includes(role))) {
      await handBack(tx, program.id, accountId);
    }
    if (!input.block) return;
    await tx.db.update(accounts).set({ deactivatedAt: tx.now }).where(eq(accounts.id, accountId));
    await endSessions(tx, accountId, realTime(ctx, tx));
    await recordSystemEvent(tx, { type: "account.deactivated", accountId });
  });
}

async function refuseBlock(tx: Transaction, accountId: string): Promise<void> {
  if (accountId === accountOf(tx.actor)) throw forbidden("You cannot block your own account.");
  if ((await livingElsewhere(tx, [accountId])).has(accountId)) {
    throw forbidden("This person works for another program too. End their roles here; do not block the account.");
  }
}

/** Lets a blocked account sign in again, without any role. Errors: NOT_FOUND, FORBIDDEN, CONFLICT (not blocked). */
export async function unblockMember(ctx: Context, input: { programSlug: string; member: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const program = await managedProgram(tx, input.programSlug, true);
    requireStepUp(tx);
    const { accountId } = await findMember(tx, program.id, input.member);
    if ((await livingElsewhere(tx, [accountId])).has(accountId)) throw forbidden("Another program blocked them.");
    const [changed] = await tx.db
      .update(accounts)
      .set({ deactivatedAt: null })
      .where(and(eq(accounts.id, accountId), isNotNull(accounts.deactivatedAt), isNull(accounts.deletedAt)))
      .returning({ id: accounts.id });
    if (!changed) throw conflict("This account is not blocked.");
    await recordSystemEvent(tx, { type: "account.reactivated", accountId });
  });
}

/** Makes an invitation worthless before it is taken. Errors: NOT_FOUND (also when it was taken meanwhile). */
export async function withdrawInvitation(
  ctx: Context,
  input: { programSlug: string; invitation: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const program = await managedProgram(tx, input.programSlug, true);
    const open = and(
      eq(accountTokens.purpose, "invite"),
      eq(accountTokens.programId, program.id),
      isNull(accountTokens.usedAt),
      isNull(accountTokens.replacedAt),
    );
    const rows = await tx.db
      .select({ tokenHash: accountTokens.tokenHash, role: accountTokens.role })
      .from(accountTokens)
      .where(open);
    const found = rows.find(({ tokenHash }) => invitationHandle(tokenHash) === input.invitation);
    if (!found) throw notFound();
    const [withdrawn] = await tx.db
      .update(accountTokens)
      .set({ replacedAt: tx.now })
      .where(and(open, eq(accountTokens.tokenHash, found.tokenHash)))
      .returning({ role: accountTokens.role });
    if (!withdrawn) throw notFound();
    await recordProgramEvent(tx, program.id, { type: "invitation.withdrawn", role: withdrawn.role ?? "" });
  });
}

/** Roles by which somebody carries reports. */
const CARRYING: readonly StaffRole[] = ["triager", "coordinator", "privacy_officer"];

function requireStepUp(tx: Transaction): void {
  // Whoever took over an administrator's session must not be able to change who reads the reports.
  if (tx.actor.kind === "staff" && !tx.actor.steppedUp) throw forbidden(NOT_STEPPED_UP);
}

async function findMember(tx: Transaction, programId: string, handle: string) {
  const rows = await tx.db
    .select({ accountId: memberships.accountId, role: memberships.role, endedAt: memberships.endedAt })
    .from(memberships)
    .where(eq(memberships.programId, programId));
  const own = rows.filter(({ accountId }) => memberHandle(accountId) === handle);
  const [first] = own;
  if (!first) throw notFound();
  return {
    accountId: first.accountId,
    roles: own.filter(({ endedAt }) => endedAt === null).map(({ role }) => role),
  };
}

async function endRoles(tx: Transaction, programId: string, accountId: string, roles: StaffRole[]): Promise<void> {
  if (roles.includes("admin") && (await otherAdmins(tx, programId, accountId)) === 0) throw conflict(LAST_ADMIN);
  const ended = await tx.db
    .update(memberships)
    .set({ endedAt: tx.now })
    .where(
      and(
        eq(memberships.programId, programId),
        eq(memberships.accountId, accountId),
        inArray(memberships.role, roles),
        isNull(memberships.endedAt),
      ),
    )
    .returning({ role: memberships.role });
  for (const { role } of ended) await recordProgramEvent(tx, programId, { type: "membership.ended", accountId, role });
}

/** Open reports that somebody carried are nobody's again: nothing waits for a person who no longer reads it. */
async function handBack(tx: Transaction, programId: string, accountId: string): Promise<void> {
  // Administrators read no report; which ones these are, they do not learn.
  await pastRowSecurity(tx, async () => {
    const carried = await tx.db
      .select({ id: reports.id, version: reports.version })
      .from(reports)
      .where(
        and(
          eq(reports.programId, programId),
          eq(reports.assigneeId, accountId),
          inArray(reports.state, [...OPEN_STATES]),
        ),
      )
      .for("update");
    for (const { id, version } of carried) {
      await tx.db
        .update(reports)
        .set({ assigneeId: null, version: version + 1 })
        .where(eq(reports.id, id));
      await recordReportEvents(tx, id, [{ type: "report.assigned", assigneeId: null }]);
    }
  });
}
