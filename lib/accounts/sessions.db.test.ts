import { sql } from "drizzle-orm";
import { generateSync } from "otplib";
import { describe, expect, test } from "vitest";
import { accounts, programs, sessions } from "@/db/schema";
import { can } from "@/lib/auth/policy";
import { hashToken } from "@/lib/vault/lookup";
import {
  as,
  asToken,
  browser,
  confirmedAccount,
  database,
  enrolled,
  fresh,
  HOUR,
  mailsOf,
  newestLink,
  PASSWORD,
  refusal,
  SLUG,
  system,
  visitor,
} from "./accounts.test-data";
import { createAccount, listDemonstrationAccounts } from "./mutations/create-account";
import { acceptInvitation, inviteStaff, joinProgram } from "./mutations/invite-staff";
import { confirmTotp, signInWithRecoveryCode, startTotpEnrolment, verifyTotp } from "./mutations/second-factor";
import { signIn, signInToDemonstration } from "./mutations/sign-in";
import { endSession, signOut, signOutEverywhere } from "./mutations/sign-out";
import { stepUp, stepUpInDemonstration } from "./mutations/step-up";
import { accountProfile, ownSessions, secondFactor, totpEnrolment } from "./queries";

describe("second factor", () => {
  test("a role makes the session pending until the code; pending may do nothing of staff", async () => {
    const { email, accountId } = await confirmedAccount(fresh(), [{ programSlug: SLUG, role: "admin" }]);
    const first = await signIn(visitor(), { ...browser, email, password: PASSWORD });
    expect(first).toMatchObject({ needsSecondFactor: true, home: "/staff" });
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
    expect((await refusal(inviteStaff(staff, invite))).message).toContain("second factor again");
    const steppedUp = staff.actor.kind === "staff" ? { ...staff.actor, steppedUp: true } : staff.actor;
    await inviteStaff({ ...staff, actor: steppedUp }, invite);
    expect((await refusal(startTotpEnrolment(staff))).code).toBe("CONFLICT");
    expect(await totpEnrolment(staff)).toBeNull();
    expect((await mailsOf(email)).at(-1)?.template).toBe("second_factor_added");

    const replay = await signIn(visitor(), { ...browser, email, password: PASSWORD });
    expect((await refusal(verifyTotp(await asToken(replay.token), { ...browser, code }))).code).toBe("INVALID");
  });

  test("staff give it again to sign: under a new token, for five minutes, and no longer a session than before", async () => {
    const { email } = await confirmedAccount(fresh(), [{ programSlug: SLUG, role: "policy_owner" }]);
    const { recoveryCodes } = await enrolled(email);
    const pending = await asToken((await signIn(visitor(), { ...browser, email, password: PASSWORD })).token);
    const [code = "", again = ""] = recoveryCodes;
    expect((await refusal(stepUp(pending, { ...browser, code: again }))).code).toBe("NOT_FOUND");
    const first = await signInWithRecoveryCode(pending, { ...browser, code });
    const staff = await asToken(first.token);
    expect(staff.actor).not.toHaveProperty("steppedUp");

    const from = { ...browser, replaces: first.token };
    expect((await refusal(stepUp(staff, { ...from, code }))).code).toBe("INVALID");
    expect((await refusal(stepUpInDemonstration(staff, from))).code).toBe("FORBIDDEN");
    const next = await stepUp(staff, { ...from, code: again });
    expect((await asToken(first.token)).actor).toEqual({ kind: "anonymous" });
    expect((await asToken(next.token)).actor).toMatchObject({ kind: "staff", steppedUp: true });
    const rows = await database.app.select().from(sessions);
    const of = (token: string) => rows.find(({ tokenHash }) => tokenHash.equals(hashToken(token)));
    expect([of(next.token)?.createdAt, of(next.token)?.expiresAt]).toEqual([
      of(first.token)?.createdAt,
      of(first.token)?.expiresAt,
    ]);
    await database.app.execute(sql`
      update sessions set step_up_at = clock_timestamp() - interval '5 minutes' where token_hash = ${hashToken(next.token)}`);
    expect((await asToken(next.token)).actor).not.toHaveProperty("steppedUp");
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
