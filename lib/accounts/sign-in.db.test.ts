import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { accounts } from "@/db/schema";
import { inTransaction } from "@/lib/request/transaction";
import {
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
  system,
  visitor,
} from "./accounts.test-data";
import { changeProfile } from "./mutations/change-profile";
import { requestPasswordReset, resetPassword } from "./mutations/reset-password";
import { signIn } from "./mutations/sign-in";
import { confirmEmail, resendConfirmation, signUp } from "./mutations/sign-up";
import { accountProfile, contactPrefill, linkOf } from "./queries";

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
    expect(session).toMatchObject({ needsSecondFactor: false, home: "/reports" });
    const ctx = await asToken(session.token);
    expect(ctx.actor).toEqual({ kind: "researcher", accountId: session.accountId });
    expect(await contactPrefill(ctx)).toEqual({ name: "Heron", email, pgpKey: "", group: "", title: "" });
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
