import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { accountTokens } from "@/db/schema";
import { openPortal, systemAt } from "@/db/testing/factories";
import { createAccount } from "@/lib/accounts/mutations/create-account";
import { joinProgram } from "@/lib/accounts/mutations/invite-staff";
import { realTime, startSession } from "@/lib/accounts/mutations/start-session";
import { actorOfToken } from "@/lib/auth/session";
import { inTransaction } from "@/lib/request/transaction";
import { APP_URL, db, superuser, type, typeForJson } from "../command-line.test-data";

const HERON = "heron@example.org";
const TERN = "tern@example.org";
const ids: Record<string, string> = {};

beforeAll(async () => {
  await openPortal(db);
  for (const email of [HERON, TERN]) {
    const account = { email, displayName: "Somebody", password: "seven quiet herons wade", memberships: [] };
    ids[email] = (await createAccount(systemAt(db), account)).accountId;
  }
});

async function session(email: string): Promise<string> {
  const ctx = systemAt(db);
  const { token } = await inTransaction(ctx, (tx) =>
    startSession(tx, {
      accountId: ids[email] ?? "",
      device: "Firefox on Linux",
      replaces: null,
      secondFactor: false,
      at: realTime(ctx, tx),
    }),
  );
  return token;
}

const signedIn = async (token: string) => (await actorOfToken(db, token)).kind !== "anonymous";

describe("staff invite", () => {
  const invite = (...words: string[]) => type("staff", "invite", ...words);

  test("prints the one link that opens the role, and promises the mail", async () => {
    const { code, json } = await typeForJson("staff", "invite", HERON, "--program", "cardihab", "--role", "triager");
    expect(code).toBe(0);
    const { link } = json as { link: string };
    expect(link).toMatch(/^https:\/\/disclosure\.example\.org\/invite\/[\w-]{43}$/);
    const mails = await superuser`select template from mails where template = 'invitation'`;
    expect(mails).toHaveLength(1);

    const token = await session(HERON);
    const actor = await actorOfToken(db, token);
    await joinProgram({ actor, db, clockOffsetMs: 0 }, { token: link.slice(`${APP_URL}/invite/`.length) });
    const rows = await superuser`select role from memberships where account_id = ${ids[HERON] ?? ""}`;
    expect(rows).toMatchObject([{ role: "triager" }]);
  });

  test("prints nothing but the link without --json", async () => {
    const { out } = await invite("stint@example.org", "--program", "cardihab", "--role", "admin");
    expect(out).toMatch(/^https:\/\/disclosure\.example\.org\/invite\/[\w-]{43}\n$/);
  });

  test.each([
    [[HERON, "--program", "cardihab", "--role", "captain"], "--role must be one of triager, coordinator"],
    [[HERON, "--program", "cardihab"], "--role is missing"],
    [[HERON, "--program", "nowhere", "--role", "triager"], "There is no program nowhere."],
    [["heron at example", "--program", "cardihab", "--role", "triager"], "EMAIL must be one address"],
    [["--program", "cardihab", "--role", "triager"], "EMAIL is missing"],
  ])("cannot be done with %j, and invites nobody", async (words, complaint) => {
    const before = await inTransaction(systemAt(db), (tx) => tx.db.select().from(accountTokens));
    const answer = await invite(...words);
    expect(answer).toMatchObject({ code: 2, out: "" });
    expect(answer.complaint).toContain(complaint);
    const after = await inTransaction(systemAt(db), (tx) => tx.db.select().from(accountTokens));
    expect(after).toHaveLength(before.length);
  });
});

describe("sessions revoke", () => {
  let herons: string[] = [];
  let terns: string[] = [];
  beforeEach(async () => {
    await type("sessions", "revoke", "--all");
    herons = [await session(HERON), await session(HERON)];
    terns = [await session(TERN)];
    for (const token of [...herons, ...terns]) expect(await signedIn(token)).toBe(true);
  });

  test("ends one account's sessions at once, and leaves it in the ledger", async () => {
    expect(await typeForJson("sessions", "revoke", HERON)).toEqual({ code: 0, json: { ended: 2 } });
    for (const token of herons) expect(await signedIn(token)).toBe(false);
    for (const token of terns) expect(await signedIn(token)).toBe(true);
    const [event] = await superuser<{ payload: unknown }[]>`
      select payload from events where stream = 'system' order by seq desc limit 1`;
    expect(event?.payload).toEqual({ type: "session.ended", accountId: ids[HERON], count: 2 });
    expect((await type("sessions", "revoke", HERON)).out).toBe("0 sessions ended.\n");
  });

  test("--all ends everybody's", async () => {
    expect(await typeForJson("sessions", "revoke", "--all")).toEqual({ code: 0, json: { ended: 3, accounts: 2 } });
    for (const token of [...herons, ...terns]) expect(await signedIn(token)).toBe(false);
    expect(await type("audit", "verify")).toMatchObject({ code: 0 });
  });

  test.each([
    [[], 2, "EMAIL is missing"],
    [["heron"], 2, "EMAIL must be one address"],
    [[HERON, "--all"], 2, "not both"],
  ])("with %j ends nothing", async (words, code, complaint) => {
    const answer = await type("sessions", "revoke", ...words);
    expect(answer.code).toBe(code);
    expect(answer.complaint).toContain(complaint);
    expect(await signedIn(herons[0] ?? "")).toBe(true);
  });

  test("tells an address that nobody has", async () => {
    expect(await typeForJson("sessions", "revoke", "nobody@example.org")).toEqual({
      code: 1,
      json: { error: "no such account" },
    });
  });
});
