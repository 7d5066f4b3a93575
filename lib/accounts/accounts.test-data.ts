import { generateSync } from "otplib";
import { beforeAll, vi } from "vitest";
import { accounts, mails, programs } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { actorOfToken } from "@/lib/auth/session";
import { PortalError } from "@/lib/errors";
import { systemContext } from "@/lib/request/context";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { withNewKey } from "@/lib/vault/keyring";
import { ring, useKeyRing } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { createAccount } from "./mutations/create-account";
import { confirmTotp, startTotpEnrolment } from "./mutations/second-factor";
import { signIn } from "./mutations/sign-in";
import { totpEnrolment } from "./queries";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
vi.stubEnv("DEMO", "1");

export const database = await testDatabase();
export const PASSWORD = "seven quiet herons wade";
export const SLUG = "test-program";
export const HOUR = 3_600_000;
let count = 0;
export const fresh = () => {
  count += 1;
  return `person-${count}@example.org`;
};
export const browser = { device: "Firefox on Linux", network: "203.0.113.5", replaces: null };

export const as = (actor: Actor, clockOffsetMs = 0): Context => ({ actor, db: database.app, clockOffsetMs });
export const visitor = (clockOffsetMs = 0) => as({ kind: "anonymous" }, clockOffsetMs);
export const system = (clockOffsetMs = 0) => systemContext(database.app, "test", clockOffsetMs);
export const asToken = async (token: string) => as(await actorOfToken(database.app, token));

/** The mails promised so far, newest last, opened as the worker would. */
export async function mailsOf(email?: string): Promise<{ template: string; params: Record<string, string> }[]> {
  return inTransaction(system(), async (tx) => {
    const rows = await tx.db.select().from(mails).orderBy(mails.createdAt, mails.id);
    const known = await tx.db.select().from(accounts);
    return rows
      .filter((row) => {
        const owner = known.find(({ id }) => id === row.accountId);
        if (!email) return true;
        if (owner) {
          const place = { table: "accounts", column: "email_sealed", rowId: owner.id };
          return openWithRing(ring(), place, owner.emailSealed) === email;
        }
        const place = { table: "mails", column: "address_sealed", rowId: row.id };
        return row.addressSealed !== null && openWithRing(ring(), place, row.addressSealed) === email;
      })
      .map((row) => {
        const place = { table: "mails", column: "params_sealed", rowId: row.id };
        return { template: row.template, params: JSON.parse(openWithRing(ring(), place, row.paramsSealed)) };
      });
  });
}

export async function newestLink(email: string, template: string): Promise<string> {
  const mail = (await mailsOf(email)).findLast((sent) => sent.template === template);
  return /(?:token=|\/invite\/)([\w-]{43})$/.exec(mail?.params.path ?? "")?.[1] ?? "";
}

export async function refusal(work: Promise<unknown>): Promise<PortalError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PortalError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

export async function confirmedAccount(
  email = fresh(),
  roles: Parameters<typeof createAccount>[1]["memberships"] = [],
) {
  const { accountId } = await createAccount(system(), {
    email,
    displayName: "A",
    password: PASSWORD,
    memberships: roles,
  });
  return { email, accountId };
}

export async function enrolled(email: string) {
  const first = await signIn(visitor(), { ...browser, email, password: PASSWORD });
  const ctx = await asToken(first.token);
  await startTotpEnrolment(ctx);
  const secret = (await totpEnrolment(ctx))?.secret ?? "";
  const earlier = Math.floor(Date.now() / 1000) - 30;
  const done = await confirmTotp(ctx, {
    ...browser,
    replaces: first.token,
    code: generateSync({ secret, epoch: earlier }),
  });
  return { ...done, secret, firstToken: first.token };
}

beforeAll(async () => {
  useKeyRing(withNewKey({ current: 0, keys: new Map() }));
  await inTransaction(system(), async (tx) => {
    await tx.db
      .insert(programs)
      .values({ slug: SLUG, referencePrefix: "TST", position: 1, nextUpdateDays: 14, createdAt: tx.now });
  });
});
