import "server-only";
import { and, count, desc, eq, gt, inArray, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import type { Database, DatabaseTransaction } from "@/db/client";
import {
  accounts,
  accountTokens,
  memberships,
  policyVersions,
  portalFacts,
  programs,
  recoveryCodes,
  sessions,
  totpFactors,
} from "@/db/schema";
import { accountOf } from "@/lib/auth/policy";
import { env } from "@/lib/env/env";
import { notFound } from "@/lib/errors";
import { qrRows } from "@/lib/qr-code";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { accountKey } from "./key/queries";
import { linkState } from "./link-state";
import { openEmail, openInvited, openProfile, openTotpSecret } from "./records";
import { totpAddress } from "./totp";
import type {
  AccountProfile,
  ContactPrefill,
  DemonstrationAccount,
  Invitation,
  LinkState,
  SecondFactor,
  SessionRow,
  StepUpMeans,
  TotpEnrolment,
} from "./types";

/** Row of portal_facts: ids of the accounts that the demonstration offers. */
export const DEMONSTRATION_FACT = "demonstration_accounts";

function ownAccount(ctx: Context): string {
  const accountId = accountOf(ctx.actor);
  if (accountId === null) throw notFound();
  return accountId;
}

async function readAccount(tx: Transaction, accountId: string) {
  const [row] = await tx.db.select().from(accounts).where(eq(accounts.id, accountId));
  if (!row) throw notFound();
  return {
    email: openEmail(ring(), accountId, row.emailSealed),
    profile: openProfile(ring(), accountId, row.profileSealed),
  };
}

export async function accountProfile(ctx: Context): Promise<AccountProfile> {
  const accountId = ownAccount(ctx);
  return inTransaction(ctx, async (tx) => {
    const { email, profile } = await readAccount(tx, accountId);
    const { displayName, group, title } = profile;
    return { email, displayName, group, title, isStaff: ctx.actor.kind === "staff" };
  });
}

/** What the contact step of a new report starts with. */
export async function contactPrefill(ctx: Context): Promise<ContactPrefill> {
  const accountId = ownAccount(ctx);
  const { email, displayName, group, title } = await accountProfile(ctx);
  const pgpKey = await inTransaction(ctx, (tx) => accountKey(tx, accountId));
  return { name: displayName, email, group, title, pgpKey: pgpKey ?? "" };
}

/** The living sessions of the actor's account, newest first. */
export async function ownSessions(ctx: Context, input: { token: string | null }): Promise<SessionRow[]> {
  const accountId = ownAccount(ctx);
  const thisOne = input.token === null ? null : hashToken(input.token).toString("hex");
  return inTransaction(ctx, async (tx) => {
    const at = new Date(tx.now.getTime() - ctx.clockOffsetMs);
    const rows = await tx.db
      .select()
      .from(sessions)
      .where(and(eq(sessions.accountId, accountId), isNull(sessions.endedAt), gt(sessions.expiresAt, at)))
      .orderBy(desc(sessions.lastSeenAt))
      .limit(50);
    return rows.map((row) => {
      const hash = row.tokenHash.toString("hex");
      return {
        handle: hash.slice(0, 16),
        device: row.device,
        startedAt: row.createdAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        isThisOne: hash === thisOne,
      };
    });
  });
}

/** For whoever signed in with a password, before the second factor too. */
function signedIn(ctx: Context): string {
  if (ctx.actor.kind === "pending") return ctx.actor.accountId;
  return ownAccount(ctx);
}

export async function secondFactor(ctx: Context): Promise<SecondFactor> {
  const accountId = signedIn(ctx);
  return inTransaction(ctx, async (tx) => {
    const [factor] = await tx.db.select().from(totpFactors).where(eq(totpFactors.accountId, accountId));
    const [left] = await tx.db
      .select({ n: count() })
      .from(recoveryCodes)
      .where(and(eq(recoveryCodes.accountId, accountId), isNull(recoveryCodes.usedAt)));
    const state = !factor ? "none" : factor.confirmedAt ? "confirmed" : "started";
    return { state, recoveryCodesLeft: left?.n ?? 0 };
  });
}

/** The secret being set up, as text, address and QR rows of `0` and `1`; null when nothing is under way. */
export async function totpEnrolment(ctx: Context): Promise<TotpEnrolment | null> {
  const accountId = signedIn(ctx);
  return inTransaction(ctx, async (tx) => {
    const [factor] = await tx.db
      .select()
      .from(totpFactors)
      .where(and(eq(totpFactors.accountId, accountId), isNull(totpFactors.confirmedAt)));
    if (!factor) return null;
    const secret = openTotpSecret(ring(), accountId, factor.secretSealed);
    const { email } = await readAccount(tx, accountId);
    const address = totpAddress(secret, email, `Safe Harbour ${new URL(env().APP_URL).host}`);
    return { secret, address, modules: qrRows(address) };
  });
}

/** How a mailed link stands; reading it changes nothing. */
export async function linkOf(
  ctx: Context,
  input: { purpose: "verify_email" | "reset_password"; token: string },
): Promise<LinkState> {
  return inTransaction(ctx, async (tx) => {
    const [link] = await tx.db
      .select()
      .from(accountTokens)
      .where(and(eq(accountTokens.tokenHash, hashToken(input.token)), eq(accountTokens.purpose, input.purpose)));
    return linkState(link ?? null, tx.now);
  });
}

export async function invitationOf(ctx: Context, input: { token: string }): Promise<Invitation | null> {
  return inTransaction(ctx, async (tx) => {
    const tokenHash = hashToken(input.token);
    const [row] = await tx.db
      .select({ link: accountTokens, slug: programs.slug, document: policyVersions.document })
      .from(accountTokens)
      .innerJoin(programs, eq(programs.id, accountTokens.programId))
      .leftJoin(policyVersions, and(eq(policyVersions.programId, programs.id), eq(policyVersions.status, "published")))
      .where(and(eq(accountTokens.tokenHash, tokenHash), eq(accountTokens.purpose, "invite")));
    if (!row?.link.emailSealed || !row.link.emailLookup) return null;
    const [account] = await tx.db
      .select({ confirmedAt: accounts.emailConfirmedAt })
      .from(accounts)
      .where(eq(accounts.emailLookup, row.link.emailLookup));
    return {
      state: linkState(row.link, tx.now),
      programName: row.document?.organisation.tradeName ?? row.slug,
      role: row.link.role ?? "",
      email: openInvited(ring(), tokenHash, row.link.emailSealed),
      hasAccount: account?.confirmedAt != null,
    };
  });
}

export async function readDemonstrationAccountIds(db: Database | DatabaseTransaction): Promise<string[]> {
  const [fact] = await db.select().from(portalFacts).where(eq(portalFacts.name, DEMONSTRATION_FACT));
  return fact ? z.array(z.uuid()).parse(fact.value) : [];
}

/** How staff can give their second factor again, unless they did just now. */
export async function stepUpMeans(ctx: Context): Promise<StepUpMeans> {
  if (ctx.actor.kind === "staff" && ctx.actor.steppedUp) return "given";
  return inTransaction(ctx, (tx) => stepUpMeansOf(tx, ownAccount(ctx)));
}

/** The demonstration's own accounts have no authenticator, as long as nobody sets one up. */
export async function stepUpMeansOf(tx: Transaction, accountId: string): Promise<"code" | "demonstration"> {
  if (!env().DEMO || !(await readDemonstrationAccountIds(tx.db)).includes(accountId)) return "code";
  const [factor] = await tx.db
    .select({ id: totpFactors.accountId })
    .from(totpFactors)
    .where(and(eq(totpFactors.accountId, accountId), isNotNull(totpFactors.confirmedAt)));
  return factor ? "code" : "demonstration";
}

/** The accounts that the sign-in page offers, in the order of their list; empty unless the demonstration is on. */
export async function demonstrationSignIns(ctx: Context): Promise<DemonstrationAccount[]> {
  if (!env().DEMO) return [];
  return inTransaction(ctx, async (tx) => {
    const ids = await readDemonstrationAccountIds(tx.db);
    if (ids.length === 0) return [];
    const rows = await tx.db.select().from(accounts).where(inArray(accounts.id, ids));
    const roles = await tx.db
      .select({
        accountId: memberships.accountId,
        role: memberships.role,
        document: policyVersions.document,
        slug: programs.slug,
      })
      .from(memberships)
      .innerJoin(programs, eq(programs.id, memberships.programId))
      .leftJoin(policyVersions, and(eq(policyVersions.programId, programs.id), eq(policyVersions.status, "published")))
      .where(and(inArray(memberships.accountId, ids), isNull(memberships.endedAt)));
    return rows
      .filter((row) => row.deactivatedAt === null)
      .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
      .map((row) => {
        const own = roles.filter(({ accountId }) => accountId === row.id);
        const first = own[0];
        return {
          email: openEmail(ring(), row.id, row.emailSealed),
          displayName: openProfile(ring(), row.id, row.profileSealed).displayName,
          roles: own.map(({ role }) => role),
          program: first ? (first.document?.organisation.tradeName ?? first.slug) : null,
        };
      });
  });
}
