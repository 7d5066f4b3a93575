import { sql } from "drizzle-orm";
import { generateSync } from "otplib";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { accounts, mails, programs, sessions } from "@/db/schema";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { can } from "@/lib/auth/policy";
import { actorOfToken } from "@/lib/auth/session";
import { PortalError } from "@/lib/errors";
import { systemContext } from "@/lib/request/context";
import { type Context, inTransaction } from "@/lib/request/transaction";
import { withNewKey } from "@/lib/vault/keyring";
import { hashToken } from "@/lib/vault/lookup";
import { ring, useKeyRing } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { changeProfile } from "./mutations/change-profile";
import { createAccount, listDemonstrationAccounts } from "./mutations/create-account";
import { acceptInvitation, inviteStaff, joinProgram } from "./mutations/invite-staff";
import { requestPasswordReset, resetPassword } from "./mutations/reset-password";
import { confirmTotp, signInWithRecoveryCode, startTotpEnrolment, verifyTotp } from "./mutations/second-factor";
import { signIn, signInToDemonstration } from "./mutations/sign-in";
import { endSession, signOut, signOutEverywhere } from "./mutations/sign-out";
import { confirmEmail, resendConfirmation, signUp } from "./mutations/sign-up";
import { accountProfile, contactPrefill, linkOf, ownSessions, secondFactor, totpEnrolment } from "./queries";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");
vi.stubEnv("DEMO", "1");

const database = await testDatabase();
const PASSWORD = "seven quiet herons wade";
const SLUG = "test-program";
const HOUR = 3_600_000;
let count = 0;
const fresh = () => {
  count += 1;
  return `person-${count}@example.org`;
};
const browser = { device: "Firefox on Linux", network: "203.0.113.5", replaces: null };

const as = (actor: Actor, clockOffsetMs = 0): Context => ({ actor, db: database.app, clockOffsetMs });
const visitor = (clockOffsetMs = 0) => as({ kind: "anonymous" }, clockOffsetMs);
const system = (clockOffsetMs = 0) => systemContext(database.app, "test", clockOffsetMs);
const asToken = async (token: string) => as(await actorOfToken(database.app, token));

/** The mails promised so far, newest last, opened as the worker would. */
async function mailsOf(email?: string): Promise<{ template: string; params: Record<string, string> }[]> {
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

async function newestLink(email: string, template: string): Promise<string> {
  const mail = (await mailsOf(email)).findLast((sent) => sent.template === template);
  return /(?:token=|\/invite\/)([\w-]{43})$/.exec(mail?.params.path ?? "")?.[1] ?? "";
}

async function refusal(work: Promise<unknown>): Promise<PortalError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof PortalError) return error;
    throw error;
  }
  throw new Error("was not refused");
}

async function confirmedAccount(email = fresh(), roles: Parameters<typeof createAccount>[1]["memberships"] = []) {
  const { accountId } = await createAccount(system(), {
    email,
    displayName: "A",
    password: PASSWORD,
    memberships: roles,
  });
  return { email, accountId };
}

async function enrolled(email: string) {
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

describe("sign-up", () => {
  test("confirms by mail, then signs in; before that the right password does not", async () => {
    const email = fresh();
    expect(await signUp(visitor(), { ...browser, email, displayName: "Heron", password: PASSWORD })).toEqual({ email });
    const early = await refusal(signIn(visitor(), { ...browser, email, password: PASSWORD }));
    expect(early.code).toBe("INVALID");

    const token = await newestLink(email, "verify_email");
    expect(await linkOf(visitor(), { purpose: "verify_email", token })).toBe("usable");
    await confirmEmail(visitor(), { token });
    const session = await signIn(visitor(), { ...browser, email, password: PASSWORD });
    expect(session).toMatchObject({ needsSecondFactor: false, isStaff: false });
    const ctx = await asToken(session.token);
    expect(ctx.actor).toEqual({ kind: "researcher", accountId: session.accountId });
    expect(await contactPrefill(ctx)).toEqual({ name: "Heron", email, group: "", title: "" });
    await changeProfile(ctx, { displayName: "Grey Heron", group: "Marsh", title: "" });
    expect(await accountProfile(ctx)).toMatchObject({ displayName: "Grey Heron", group: "Marsh", isStaff: false });
  });

  test("answers the same for a known address, whose owner is told and whose password stays", async () => {
    const { email } = await confirmedAccount();
    const answer = await signUp(visitor(), { ...browser, email, displayName: "X", password: "another long password" });
    expect(answer).toEqual({ email });
    expect((await mailsOf(email)).map((mail) => mail.template)).toEqual(["address_already_known"]);
    await refusal(signIn(visitor(), { ...browser, email, password: "another long password" }));
    await signIn(visitor(), { ...browser, email, password: PASSWORD });
  });

  test("a used, a superseded, an expired and an unknown link each say so", async () => {
    const email = fresh();
    await signUp(visitor(), { ...browser, email, displayName: "A", password: PASSWORD });
    const older = await newestLink(email, "verify_email");
    await resendConfirmation(visitor(), { ...browser, email });
    const newer = await newestLink(email, "verify_email");
    expect(newer).not.toBe(older);
    expect((await refusal(confirmEmail(visitor(), { token: older }))).message).toMatch(/newer link/);
    expect((await refusal(confirmEmail(visitor(49 * HOUR), { token: newer }))).message).toMatch(/expired/);
    expect((await refusal(confirmEmail(visitor(), { token: "nothing" }))).message).toMatch(/not complete/);
    await confirmEmail(visitor(), { token: newer });
    expect((await refusal(confirmEmail(visitor(), { token: newer }))).message).toMatch(/used already/);
  });

  test("a transaction that fails promises no mail", async () => {
    const before = (await mailsOf()).length;
    const jobs = () => database.app.execute<{ n: number }>(sql`select count(*)::int as n from graphile_worker.jobs`);
    const [jobsBefore] = await jobs();
    const { queueMail } = await import("@/lib/notifications/mutations");
    await expect(
      inTransaction(system(), async (tx) => {
        await queueMail(tx, "password_changed", { address: fresh() }, {});
        throw new Error("later");
      }),
    ).rejects.toThrow("later");
    expect(await mailsOf()).toHaveLength(before);
    expect((await jobs())[0]).toEqual(jobsBefore);
  });

  test("nothing readable is stored", async () => {
    const email = "plainly-visible@example.org";
    await signUp(visitor(), { ...browser, email, displayName: "Plainly Named", password: PASSWORD });
    const dump = await inTransaction(system(), (tx) =>
      tx.db.execute(sql`select (select json_agg(a) from accounts a)::text || (select json_agg(m) from mails m)::text
        || (select json_agg(r) from rate_limits r)::text as text`),
    );
    const text = String(dump[0]?.text);
    for (const plain of [email, "Plainly Named", "203.0.113.5"]) {
      expect(text).not.toContain(plain);
      expect(text).not.toContain(Buffer.from(plain).toString("hex"));
    }
  });
});

describe("sign-in", () => {
  test("unknown address, wrong password and deactivated account are one answer", async () => {
    const { email } = await confirmedAccount();
    const gone = await confirmedAccount();
    await database.app.update(accounts).set({ deactivatedAt: new Date() }).where(sql`id = ${gone.accountId}`);
    const answers = await Promise.all([
      refusal(signIn(visitor(), { ...browser, email: fresh(), password: PASSWORD })),
      refusal(signIn(visitor(), { ...browser, email, password: "wrong but long enough" })),
      refusal(signIn(visitor(), { ...browser, email: gone.email, password: PASSWORD })),
      refusal(signIn(visitor(), { ...browser, email: "not an address", password: PASSWORD })),
    ]);
    const shown = answers.map(({ code, message, fieldErrors }) => ({ code, message, fieldErrors }));
    expect(new Set(shown.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  test("begins under a new token and ends the one the browser came with", async () => {
    const { email } = await confirmedAccount();
    const one = await signIn(visitor(), { ...browser, email, password: PASSWORD });
    const two = await signIn(visitor(), { ...browser, email, password: PASSWORD, replaces: one.token });
    expect(two.token).not.toBe(one.token);
    expect((await asToken(one.token)).actor).toEqual({ kind: "anonymous" });
    expect((await asToken(two.token)).actor.kind).toBe("researcher");
    expect((await asToken("A".repeat(43))).actor).toEqual({ kind: "anonymous" });
  });

  test("ten wrong passwords close one account for a while, across a restart, and nobody else's", async () => {
    const { email } = await confirmedAccount();
    const other = await confirmedAccount();
    const wrong = (network: string) =>
      signIn(visitor(), { ...browser, network, email, password: "wrong but long enough" });
    for (let i = 0; i < 10; i += 1) expect((await refusal(wrong(`198.51.100.${i}`))).code).toBe("INVALID");
    const refused = await refusal(wrong("198.51.100.77"));
    expect(refused.code).toBe("RATE_LIMITED");
    expect(refused.retryAfter).toBeGreaterThan(14 * 60);
    expect(refused.retryAfter).toBeLessThanOrEqual(15 * 60);

    const { connect } = await import("@/db/client");
    const restarted = connect(database.appUrl, { max: 1 });
    const again = signIn(
      { ...visitor(), db: restarted },
      { ...browser, network: "198.51.100.78", email, password: PASSWORD },
    );
    expect((await refusal(again)).code).toBe("RATE_LIMITED");
    await restarted.$client.end();
    await signIn(visitor(), { ...browser, network: "198.51.100.79", email: other.email, password: PASSWORD });
  });

  test("thirty wrong tries close one network; right ones do not count", async () => {
    const { email } = await confirmedAccount();
    const network = "2001:db8:1:2::/64";
    for (let i = 0; i < 12; i += 1) await signIn(visitor(), { ...browser, network, email, password: PASSWORD });
    const tries = Array.from({ length: 31 }, () =>
      refusal(signIn(visitor(), { ...browser, network, email: fresh(), password: "x" })),
    );
    const codes = (await Promise.all(tries)).map(({ code }) => code);
    expect(codes.filter((code) => code === "RATE_LIMITED")).toHaveLength(1);
  });
});

describe("password reset", () => {
  test("answers the same for an unknown address, ends all sessions, works once, and keeps the second factor", async () => {
    const { email } = await confirmedAccount();
    const { session } = await enrolled(email);
    const unknown = fresh();
    expect(await requestPasswordReset(visitor(), { ...browser, email: unknown })).toEqual({ email: unknown });
    expect(await mailsOf(unknown)).toEqual([]);
    expect(await requestPasswordReset(visitor(), { ...browser, email })).toEqual({ email });
    const token = await newestLink(email, "reset_password");

    const own = await refusal(resetPassword(visitor(), { token, password: email }));
    expect(own.fieldErrors?.password?.[0]).toMatch(/must not be made of/);
    expect(
      (await refusal(resetPassword(visitor(61 * 60_000), { token, password: "a new long password" }))).message,
    ).toMatch(/expired/);
    await resetPassword(visitor(), { token, password: "eleven brass kettles hum" });
    expect((await asToken(session.token)).actor).toEqual({ kind: "anonymous" });
    expect((await refusal(resetPassword(visitor(), { token, password: "eleven brass kettles" }))).message).toMatch(
      /used/,
    );
    await refusal(signIn(visitor(), { ...browser, email, password: PASSWORD }));
    const after = await signIn(visitor(), { ...browser, email, password: "eleven brass kettles hum" });
    expect(after.needsSecondFactor).toBe(true);
    expect((await asToken(after.token)).actor.kind).toBe("pending");
    expect((await mailsOf(email)).at(-1)?.template).toBe("password_changed");
  });

  test("three mails an hour for one address, known or not", async () => {
    const { email } = await confirmedAccount();
    for (const address of [email, fresh()]) {
      for (let i = 0; i < 3; i += 1) await requestPasswordReset(visitor(), { ...browser, email: address });
      const refused = await refusal(requestPasswordReset(visitor(), { ...browser, email: address }));
      expect(refused.code).toBe("RATE_LIMITED");
    }
  });
});

describe("second factor", () => {
  test("a role makes the session pending until the code; pending may do nothing of staff", async () => {
    const { email, accountId } = await confirmedAccount(fresh(), [{ programSlug: SLUG, role: "admin" }]);
    const first = await signIn(visitor(), { ...browser, email, password: PASSWORD });
    expect(first).toMatchObject({ needsSecondFactor: true, isStaff: true });
    const pending = await asToken(first.token);
    expect(pending.actor).toEqual({ kind: "pending", accountId });
    const invite = { email: fresh(), programSlug: SLUG, role: "triager" as const };
    expect((await refusal(inviteStaff(pending, invite))).code).toBe("FORBIDDEN");
    expect((await refusal(accountProfile(pending))).code).toBe("NOT_FOUND");
    expect((await refusal(ownSessions(pending, { token: first.token }))).code).toBe("NOT_FOUND");
    const [program] = await database.app.select().from(programs);
    expect(can(pending.actor, "staff.invite", { programId: program?.id ?? "" })).toBe(false);

    expect(await secondFactor(pending)).toEqual({ state: "none", recoveryCodesLeft: 0 });
    await startTotpEnrolment(pending);
    const enrolment = await totpEnrolment(pending);
    expect(enrolment?.address).toContain("otpauth://totp/");
    expect(enrolment?.modules.every((row) => row.length === enrolment.modules.length)).toBe(true);
    const secret = enrolment?.secret ?? "";
    expect((await refusal(confirmTotp(pending, { ...browser, code: "000000x" }))).fieldErrors?.code).toHaveLength(1);
    const code = generateSync({ secret });
    const { session, recoveryCodes } = await confirmTotp(pending, { ...browser, replaces: first.token, code });
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await asToken(first.token)).actor).toEqual({ kind: "anonymous" });
    const staff = await asToken(session.token);
    expect(staff.actor).toMatchObject({ kind: "staff", memberships: [{ programSlug: SLUG, role: "admin" }] });
    await inviteStaff(staff, invite);
    expect((await refusal(startTotpEnrolment(staff))).code).toBe("CONFLICT");
    expect(await totpEnrolment(staff)).toBeNull();
    expect((await mailsOf(email)).at(-1)?.template).toBe("second_factor_added");

    const replay = await signIn(visitor(), { ...browser, email, password: PASSWORD });
    expect((await refusal(verifyTotp(await asToken(replay.token), { ...browser, code }))).code).toBe("INVALID");
  });

  test("one code in twenty sign-ins at once succeeds once", async () => {
    const { email } = await confirmedAccount();
    const { secret } = await enrolled(email);
    const ctx = await asToken((await signIn(visitor(), { ...browser, email, password: PASSWORD })).token);
    expect(ctx.actor.kind).toBe("pending");
    const code = generateSync({ secret });
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () => verifyTotp(ctx, { ...browser, replaces: null, code })),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await refusal(verifyTotp(ctx, { ...browser, code }))).code).toMatch(/INVALID|RATE_LIMITED/);
  });

  test("five wrong codes, then a wait", async () => {
    const { email } = await confirmedAccount();
    const { secret } = await enrolled(email);
    const ctx = await asToken((await signIn(visitor(), { ...browser, email, password: PASSWORD })).token);
    for (let i = 0; i < 5; i += 1) {
      expect((await refusal(verifyTotp(ctx, { ...browser, code: "12345" }))).code).toBe("INVALID");
    }
    const late = await refusal(verifyTotp(ctx, { ...browser, code: generateSync({ secret }) }));
    expect(late.code).toBe("RATE_LIMITED");
  });

  test("a recovery code works once, and only for its account", async () => {
    const { email } = await confirmedAccount();
    const { recoveryCodes } = await enrolled(email);
    const other = await confirmedAccount();
    await enrolled(other.email);
    const sign = async (address: string) =>
      asToken((await signIn(visitor(), { ...browser, email: address, password: PASSWORD })).token);
    const code = (recoveryCodes[3] ?? "").toLowerCase().replaceAll("-", " ");
    expect((await refusal(signInWithRecoveryCode(await sign(other.email), { ...browser, code }))).code).toBe("INVALID");
    const ctx = await sign(email);
    const both = await Promise.allSettled([
      signInWithRecoveryCode(ctx, { ...browser, code }),
      signInWithRecoveryCode(ctx, { ...browser, code }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await secondFactor(ctx)).toEqual({ state: "confirmed", recoveryCodesLeft: 9 });
    const winner = both.find((one) => one.status === "fulfilled");
    expect((await asToken(winner?.value.token ?? "")).actor.kind).toBe("researcher");
  });
});

describe("sessions", () => {
  test("sign-out, ending another one, ending all, and deactivation act on the next request", async () => {
    const { email, accountId } = await confirmedAccount();
    const open = async () => (await signIn(visitor(), { ...browser, email, password: PASSWORD })).token;
    const [a, b, c, d] = [await open(), await open(), await open(), await open()];
    const list = await ownSessions(await asToken(a), { token: a });
    expect(list).toHaveLength(4);
    expect(list.filter((row) => row.isThisOne)).toHaveLength(1);

    await signOut(await asToken(a), { token: a });
    expect((await asToken(a)).actor.kind).toBe("anonymous");
    await endSession(await asToken(c), { handle: hashToken(b).toString("hex").slice(0, 16) });
    expect((await asToken(b)).actor.kind).toBe("anonymous");
    const stranger = await confirmedAccount();
    const theirs = (await signIn(visitor(), { ...browser, email: stranger.email, password: PASSWORD })).token;
    const steal = endSession(await asToken(theirs), { handle: hashToken(c).toString("hex").slice(0, 16) });
    expect((await refusal(steal)).code).toBe("NOT_FOUND");
    expect(await signOutEverywhere(await asToken(c))).toBe(2);
    expect((await asToken(d)).actor.kind).toBe("anonymous");

    const last = await open();
    await database.app.update(accounts).set({ deactivatedAt: new Date() }).where(sql`id = ${accountId}`);
    expect((await asToken(last)).actor).toEqual({ kind: "anonymous" });
  });

  test("last use is written at most once a minute, and never for a session that is over", async () => {
    const { email } = await confirmedAccount();
    const { token } = await signIn(visitor(), { ...browser, email, password: PASSWORD });
    const seen = async () => {
      const [row] = await database.app
        .select()
        .from(sessions)
        .where(sql`token_hash = ${hashToken(token)}`);
      return row?.lastSeenAt.getTime() ?? 0;
    };
    const age = (ms: number) =>
      database.app.execute(sql`update sessions set last_seen_at = last_seen_at - ${ms}::float8 * interval '1 millisecond'
        where token_hash = ${hashToken(token)}`);
    const before = await seen();
    await asToken(token);
    expect(await seen()).toBe(before);
    await age(61_000);
    await asToken(token);
    expect(await seen()).toBeGreaterThanOrEqual(before);
    await database.app.execute(
      sql`update sessions set expires_at = clock_timestamp() where token_hash = ${hashToken(token)}`,
    );
    await age(120_000);
    const stale = await seen();
    expect((await asToken(token)).actor.kind).toBe("anonymous");
    expect(await seen()).toBe(stale);
  });
});

describe("invitations", () => {
  test("open an account with the role, once, within 72 hours", async () => {
    const email = fresh();
    await inviteStaff(system(), { email, programSlug: SLUG, role: "triager" });
    const token = await newestLink(email, "invitation");
    const accept = { ...browser, token, displayName: "Tern", password: PASSWORD };
    expect((await refusal(acceptInvitation(visitor(73 * HOUR), accept))).message).toMatch(/expired/);
    const { accountId } = await confirmedAccount();
    expect((await refusal(joinProgram(as({ kind: "researcher", accountId }), { token }))).code).toBe("FORBIDDEN");
    const both = await Promise.allSettled([acceptInvitation(visitor(), accept), acceptInvitation(visitor(), accept)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const winner = both.find((one) => one.status === "fulfilled");
    expect((await asToken(winner?.value.token ?? "")).actor.kind).toBe("pending");
  });

  test("add a role to the account they were sent to; the newest one only", async () => {
    const { email, accountId } = await confirmedAccount();
    await inviteStaff(system(), { email, programSlug: SLUG, role: "auditor" });
    const older = await newestLink(email, "invitation");
    await inviteStaff(system(), { email, programSlug: SLUG, role: "auditor" });
    const token = await newestLink(email, "invitation");
    const own = as({ kind: "researcher", accountId });
    expect((await refusal(joinProgram(own, { token: older }))).message).toMatch(/newer/);
    const taken = acceptInvitation(visitor(), { ...browser, token, displayName: "X", password: PASSWORD });
    expect((await refusal(taken)).code).toBe("FORBIDDEN");
    const open = (await signIn(visitor(), { ...browser, email, password: PASSWORD })).token;
    expect((await asToken(open)).actor.kind).toBe("researcher");
    await joinProgram(own, { token });
    expect((await asToken(open)).actor.kind).toBe("pending");
    expect((await refusal(inviteStaff(own, { email, programSlug: SLUG, role: "admin" }))).code).toBe("FORBIDDEN");
  });
});

test("the demonstration signs in its own accounts only", async () => {
  const staff = await confirmedAccount(fresh(), [{ programSlug: SLUG, role: "triager" }]);
  const other = await confirmedAccount();
  await listDemonstrationAccounts(system(), { emails: [staff.email] });
  const { token } = await signInToDemonstration(visitor(), { ...browser, email: staff.email });
  expect((await asToken(token)).actor.kind).toBe("staff");
  expect((await refusal(signInToDemonstration(visitor(), { ...browser, email: other.email }))).code).toBe("FORBIDDEN");
  expect(
    (await refusal(createAccount(visitor(), { email: fresh(), displayName: "", password: PASSWORD, memberships: [] })))
      .code,
  ).toBe("FORBIDDEN");
});
