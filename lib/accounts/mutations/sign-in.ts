import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { accounts, memberships, passwords, totpFactors } from "@/db/schema";
import type { StaffRole } from "@/lib/auth/policy";
import { appSecret, env } from "@/lib/env/env";
import { forbidden, invalid } from "@/lib/errors";
import { returnPoint, takePoint } from "@/lib/request/rate-limit";
import { type Context, inTransaction, type Transaction } from "@/lib/request/transaction";
import { parseEmailAddress } from "../email-address";
import { hashPassword, isPassword, needsRehash } from "../password-hash";
import { readDemonstrationAccountIds } from "../queries";
import { emailLookup } from "../records";
import { realTime, type StartedSession, startSession } from "./start-session";
import { accountByEmail, passwordPepper, setPassword } from "./write-account";

type Browser = { network: string; device: string; replaces: string | null };
/** `home`: where somebody with these roles has something to do. */
export type SignedIn = StartedSession & {
  needsSecondFactor: boolean;
  home: "/staff/triage" | "/staff/policies" | "/staff" | "/reports";
};

/** One sentence for every reason: unknown address, wrong password, unconfirmed, deactivated. */
const REFUSED = "The e-mail address or the password is not right, or the address is not confirmed yet.";

/** Checks address and password and begins a session. Costs the same for an address nobody has. */
export async function signIn(ctx: Context, input: Browser & { email: string; password: string }): Promise<SignedIn> {
  const email = parseEmailAddress(input.email) ?? "";
  await takePoint(ctx.db, "sign-in:network", input.network);
  await takePoint(ctx.db, "sign-in:account", email);
  const [account] = await ctx.db
    .select({
      id: accounts.id,
      confirmedAt: accounts.emailConfirmedAt,
      deactivatedAt: accounts.deactivatedAt,
      hash: passwords.hash,
    })
    .from(accounts)
    .leftJoin(passwords, eq(passwords.accountId, accounts.id))
    .where(eq(accounts.emailLookup, emailLookup(appSecret(), email)));
  const right = await isPassword(account?.hash ?? null, input.password, passwordPepper());
  if (!right || !account?.hash || !account.confirmedAt || account.deactivatedAt) throw invalid(REFUSED);

  const stronger = needsRehash(account.hash) ? await hashPassword(input.password, passwordPepper()) : null;
  const session = await inTransaction(ctx, async (tx) => {
    if (stronger) await setPassword(tx, account.id, stronger);
    return begin(ctx, tx, account.id, input, false);
  });
  await Promise.all([
    returnPoint(ctx.db, "sign-in:network", input.network),
    returnPoint(ctx.db, "sign-in:account", email),
  ]);
  return session;
}

/** With the demonstration on: signs one of its accounts in, as if its second factor had been given. */
export async function signInToDemonstration(ctx: Context, input: Browser & { email: string }): Promise<SignedIn> {
  const refused = forbidden("The demonstration is off.");
  if (!env().DEMO) throw refused;
  await takePoint(ctx.db, "demonstration:network", input.network);
  return inTransaction(ctx, async (tx) => {
    const account = await accountByEmail(tx, parseEmailAddress(input.email) ?? "");
    const listed = await readDemonstrationAccountIds(tx.db);
    if (!account || account.deactivatedAt || !listed.includes(account.id)) throw refused;
    return begin(ctx, tx, account.id, input, true);
  });
}

async function begin(
  ctx: Context,
  tx: Transaction,
  accountId: string,
  browser: Browser,
  secondFactor: boolean,
): Promise<SignedIn> {
  const roles = await tx.db
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.accountId, accountId), isNull(memberships.endedAt)));
  const [factor] = await tx.db
    .select({ confirmedAt: totpFactors.confirmedAt })
    .from(totpFactors)
    .where(eq(totpFactors.accountId, accountId));
  const session = await startSession(tx, { ...browser, accountId, secondFactor, at: realTime(ctx, tx) });
  const isStaff = roles.length > 0;
  const hasFactor = factor?.confirmedAt != null;
  return {
    ...session,
    home: homeOf(roles.map(({ role }) => role)),
    needsSecondFactor: !secondFactor && (isStaff || hasFactor),
  };
}

function homeOf(roles: readonly StaffRole[]): SignedIn["home"] {
  if (roles.length === 0) return "/reports";
  if (roles.some((role) => role === "triager" || role === "coordinator")) return "/staff/triage";
  return roles.some((role) => role === "policy_owner" || role === "executive") ? "/staff/policies" : "/staff";
}
