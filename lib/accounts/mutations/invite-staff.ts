import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { accountTokens, memberships, programs, ROLES } from "@/db/schema";
import { accountOf, can, isSignedOut, type StaffRole } from "@/lib/auth/policy";
import { appSecret } from "@/lib/env/env";
import { conflict, forbidden, notFound } from "@/lib/errors";
import { recordProgramEvent } from "@/lib/ledger/record";
import { queueMail } from "@/lib/notifications/mutations";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { hashToken, newToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { LINK_LIFE_MS, LINK_SENTENCES } from "../link-state";
import { hashPassword } from "../password-hash";
import { emailLookup, openInvited, sealInvited } from "../records";
import { spendLink } from "./issue-link";
import { realTime, type StartedSession, startSession } from "./start-session";
import { accountByEmail, passwordPepper, writeAccount } from "./write-account";

const isRole = (role: string): role is StaffRole => ROLES.some((known) => known === role);

/** Invites one address to one role of one program. A newer invitation to the same role replaces the older. */
export async function inviteStaff(
  ctx: Context,
  input: { email: string; programSlug: string; role: StaffRole },
): Promise<{ path: string }> {
  return inTransaction(ctx, async (tx) => {
    const [program] = await tx.db
      .select({ id: programs.id })
      .from(programs)
      .where(eq(programs.slug, input.programSlug));
    if (!program) throw notFound();
    if (!can(ctx.actor, "staff.invite", { programId: program.id })) {
      throw forbidden("Only an administrator of this program can do this.");
    }
    // Whoever took over an administrator's session must not be able to let others in.
    if (ctx.actor.kind === "staff" && !ctx.actor.steppedUp) {
      throw forbidden("Give your second factor again to invite somebody.");
    }
    const lookup = emailLookup(appSecret(), input.email);
    await tx.db
      .update(accountTokens)
      .set({ replacedAt: tx.now })
      .where(
        and(
          eq(accountTokens.purpose, "invite"),
          eq(accountTokens.emailLookup, lookup),
          eq(accountTokens.programId, program.id),
          eq(accountTokens.role, input.role),
          isNull(accountTokens.usedAt),
          isNull(accountTokens.replacedAt),
        ),
      );
    const token = newToken();
    const tokenHash = hashToken(token);
    await tx.db.insert(accountTokens).values({
      tokenHash,
      purpose: "invite",
      emailLookup: lookup,
      emailSealed: sealInvited(ring(), tokenHash, input.email),
      programId: program.id,
      role: input.role,
      createdAt: tx.now,
      expiresAt: new Date(tx.now.getTime() + LINK_LIFE_MS.invite),
    });
    const path = `/invite/${token}`;
    const { programSlug, role } = input;
    await recordProgramEvent(tx, program.id, { type: "invitation.sent", role });
    await queueMail(tx, "invitation", { address: input.email }, { path, programSlug, role });
    return { path };
  });
}

async function acceptLink(tx: Transaction, token: string) {
  const link = await spendLink(tx, "invite", token);
  if (!link.emailSealed || !link.programId || !link.role || !isRole(link.role)) throw conflict(LINK_SENTENCES.unknown);
  return { email: openInvited(ring(), link.tokenHash, link.emailSealed), programId: link.programId, role: link.role };
}

export async function grantMembership(
  tx: Transaction,
  input: { accountId: string; programId: string; role: StaffRole },
): Promise<void> {
  const [granted] = await tx.db
    .insert(memberships)
    .values({ ...input, grantedBy: accountOf(tx.actor), createdAt: tx.now })
    .onConflictDoNothing()
    .returning({ id: memberships.id });
  if (!granted) return;
  const { accountId, role } = input;
  await recordProgramEvent(tx, input.programId, { type: "membership.granted", accountId, role });
}

/** For an address without an account: opens it with the role, confirmed by the link itself. */
export async function acceptInvitation(
  ctx: Context,
  input: { token: string; displayName: string; password: string; device: string; replaces: string | null },
): Promise<StartedSession> {
  if (!isSignedOut(ctx.actor)) throw forbidden("Sign out first: this invitation opens a new account.");
  const passwordHash = await hashPassword(input.password, passwordPepper());
  return inTransaction(ctx, async (tx) => {
    const { email, programId, role } = await acceptLink(tx, input.token);
    const made = await writeAccount(tx, { email, displayName: input.displayName, passwordHash, confirmed: true });
    if (!made) throw forbidden("This address has an account already. Sign in first, then open the link again.");
    await grantMembership(tx, { ...made, programId, role });
    return startSession(tx, { ...input, ...made, secondFactor: false, at: realTime(ctx, tx) });
  });
}

/** For somebody with an account: adds the role, if the invitation was sent to their address. */
export async function joinProgram(ctx: Context, input: { token: string }): Promise<void> {
  const accountId = ctx.actor.kind === "pending" ? ctx.actor.accountId : accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  await inTransaction(ctx, async (tx) => {
    const { email, programId, role } = await acceptLink(tx, input.token);
    const account = await accountByEmail(tx, email);
    if (account?.id !== accountId) throw forbidden("This invitation was sent to another address than yours.");
    await grantMembership(tx, { accountId, programId, role });
  });
}
