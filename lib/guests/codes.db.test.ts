import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { credits, guestSessions } from "@/db/schema";
import {
  as,
  type GuestReport,
  guest,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendGuestReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";
import { newReceiptCode } from "./code-hash";
import { replaceCode, revokeCode } from "./mutations/change-code";
import { claimReport } from "./mutations/claim";
import { enterReport } from "./mutations/enter";
import { clearGuestSessions, leaveReport } from "./mutations/session";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let ann: Actor & { kind: "researcher" };
let bob: Actor & { kind: "researcher" };
let triager: Actor;
let network = 0;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
});

const send = () => sendGuestReport(db, smile.policy);
/** Each from a network of its own, so that no limit of another test counts. */
const entry = ({ reference, code }: Pick<GuestReport, "reference" | "code">) => ({
  reference,
  code,
  network: `network-${++network}`,
});
const typesOf = async (reportId: string) => (await ledgerOf(db, reportId)).map(({ type }) => type);
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: { code?: string; fieldErrors?: unknown }) => `${error.code} ${JSON.stringify(error.fieldErrors ?? null)}`,
  );

describe("entering a code", () => {
  test("begins a session of which only a hash is kept, until one leaves", async () => {
    const sent = await send();
    const { session } = await enterReport(as(db, visitor), entry(sent));
    const rows = () =>
      db
        .select()
        .from(guestSessions)
        .where(eq(guestSessions.tokenHash, hashToken(session)));
    expect((await rows()).map(({ codeHash }) => codeHash)).toEqual(sent.holder.proofs);
    await leaveReport({ db }, session);
    expect(await rows()).toEqual([]);
  });

  test("is forgotten once its hour is over, and no other session with it", async () => {
    const [ended, running] = [await send(), await send()];
    for (const sent of [ended, running]) await enterReport(as(db, visitor), entry(sent));
    const ofEnded = eq(guestSessions.codeHash, ended.holder.proofs[0] ?? "");
    await db.update(guestSessions).set({ expiresAt: sql`clock_timestamp()` }).where(ofEnded);
    await clearGuestSessions(db);
    expect(await db.select().from(guestSessions).where(ofEnded)).toEqual([]);
    const left = eq(guestSessions.codeHash, running.holder.proofs[0] ?? "");
    expect((await db.select().from(guestSessions).where(left)).length).toBeGreaterThan(0);
  });

  test("one answer for a wrong reference, a wrong code, another's code, a revoked and a claimed one (RC-03, RC-04)", async () => {
    const [sent, other, revoked, claimed] = [await send(), await send(), await send(), await send()];
    await revokeCode(as(db, revoked.holder), revoked.reference);
    await claimReport(as(db, ann), entry(claimed));
    const answers = await Promise.all(
      [
        { reference: "SDH-0000-0000", code: sent.code },
        { reference: sent.reference, code: newReceiptCode() },
        { reference: sent.reference, code: other.code },
        revoked,
        claimed,
      ].map((wrong) => refusal(enterReport(as(db, visitor), entry(wrong)))),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toMatch(/^INVALID .*No report opens/);
  });

  test("ten wrong codes from one network stop it, and nobody else's right one (RC-02)", async () => {
    const sent = await send();
    const from = `flood-${++network}`;
    const guess = () =>
      refusal(enterReport(as(db, visitor), { reference: sent.reference, code: newReceiptCode(), network: from }));
    const answers: string[] = [];
    for (let index = 0; index < 11; index += 1) answers.push(await guess());
    expect(answers.slice(0, 10).every((answer) => answer.startsWith("INVALID"))).toBe(true);
    expect(answers[10]).toMatch(/^RATE_LIMITED/);
    expect(await refusal(enterReport(as(db, visitor), entry(sent)))).toBe("done");
  });

  test("10,000 wrong codes from one network and from 200 open nothing, and keep no holder out for 3 s (RC-02)", async () => {
    const sent = await send();
    const networks = Array.from({ length: 201 }, (_, index) => `flood-${network}-${index}`);
    const tries = Array.from({ length: 10_000 }, (_, index) => networks[index < 5000 ? 0 : 1 + (index % 200)] ?? "");
    const answers = new Map<string, number>();
    const guess = async () => {
      for (let from = tries.pop(); from; from = tries.pop()) {
        const wrong = { reference: sent.reference, code: newReceiptCode(), network: from };
        const code = (await refusal(enterReport(as(db, visitor), wrong))).split(" ", 1)[0] ?? "";
        answers.set(code, (answers.get(code) ?? 0) + 1);
      }
    };
    const flood = Promise.all(Array.from({ length: 200 }, guess));
    const times: number[] = [];
    while (tries.length > 0) {
      const from = performance.now();
      expect(await refusal(enterReport(as(db, visitor), entry(sent)))).toBe("done");
      times.push(performance.now() - from);
    }
    await flood;
    // Ten for each network, and two hundred for all of them together in an hour.
    const { INVALID = 0, ...refused } = Object.fromEntries(answers);
    expect(INVALID).toBeLessThanOrEqual(200);
    expect(refused).toEqual({ RATE_LIMITED: 10_000 - INVALID });
    expect(times.length).toBeGreaterThan(2);
    expect(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]).toBeLessThan(3000);
    await db.execute(sql`delete from rate_limits`);
  }, 120_000);
});

describe("another code", () => {
  test("opens the report, and the old one no longer does: neither the code nor its sessions (RC-05)", async () => {
    const sent = await send();
    await enterReport(as(db, visitor), entry(sent));
    const { code } = await replaceCode(as(db, sent.holder), sent.reference);
    expect(code).not.toBe(sent.code);
    await expect(getReporterReport(as(db, sent.holder), sent.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(
      await db
        .select()
        .from(guestSessions)
        .where(eq(guestSessions.codeHash, sent.holder.proofs[0] ?? "")),
    ).toEqual([]);
    expect((await getReporterReport(as(db, guest({ codes: [code] })), sent.reference)).reference).toBe(sent.reference);
    expect((await typesOf(sent.reportId)).at(-1)).toBe("code.replaced");
  });

  test("of two at once one is made, and the other told so", async () => {
    const sent = await send();
    const both = await Promise.all([1, 2].map(() => refusal(replaceCode(as(db, sent.holder), sent.reference))));
    expect(both.filter((answer) => answer === "done")).toHaveLength(1);
    expect((await typesOf(sent.reportId)).filter((type) => type === "code.replaced")).toHaveLength(1);
  });

  test("is neither staff's to make, nor an account's, nor another guest's", async () => {
    const [sent, other] = [await send(), await send()];
    for (const change of [replaceCode, revokeCode]) {
      await expect(change(as(db, triager), sent.reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
      for (const actor of [visitor, ann, other.holder, guest({ drafts: [sent.draftToken] })]) {
        await expect(change(as(db, actor), sent.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
      }
    }
    expect((await reportRow(db, sent.reference)).guestCodeHash).toBe(sent.holder.proofs[0]);
  });
});

test("a revoked code leaves the report to staff and opens it to nobody from outside", async () => {
  const sent = await send();
  await revokeCode(as(db, sent.holder), sent.reference);
  await expect(getReporterReport(as(db, sent.holder), sent.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(revokeCode(as(db, sent.holder), sent.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await reportRow(db, sent.reference)).toMatchObject({ guestCodeHash: null, reporterId: null });
  expect((await typesOf(sent.reportId)).at(-1)).toBe("code.revoked");
});

describe("a claim", () => {
  test("moves report and credit into the account, and ends the code", async () => {
    const sent = await send();
    expect(await claimReport(as(db, ann), entry(sent))).toEqual({ reference: sent.reference });
    const mine = await getReporterReport(as(db, ann), sent.reference);
    expect(mine.credits.map(({ mine: own }) => own)).toEqual([true]);
    await expect(getReporterReport(as(db, sent.holder), sent.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rows = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(credits).where(eq(credits.reportId, sent.reportId)),
    );
    expect(rows.map(({ accountId, ofGuest }) => [accountId, ofGuest])).toEqual([[ann.accountId, false]]);
    const [last] = (await ledgerOf(db, sent.reportId)).slice(-1);
    expect([last?.type, last?.actorId]).toEqual(["report.claimed", ann.accountId]);
  });

  test("of two holders at once has exactly one winner (RC-07)", async () => {
    const sent = await send();
    const both = await Promise.all([ann, bob].map((actor) => refusal(claimReport(as(db, actor), entry(sent)))));
    expect(both.filter((answer) => answer === "done")).toHaveLength(1);
    expect(both.filter((answer) => answer.startsWith("INVALID"))).toHaveLength(1);
    expect((await typesOf(sent.reportId)).filter((type) => type === "report.claimed")).toHaveLength(1);
  });

  test("needs an account and the code", async () => {
    const sent = await send();
    for (const actor of [visitor, sent.holder, { kind: "pending", accountId: ann.accountId } as const]) {
      expect(await refusal(Promise.resolve().then(() => claimReport(as(db, actor), entry(sent))))).toMatch(
        /^FORBIDDEN/,
      );
    }
    const wrong = { ...sent, code: newReceiptCode() };
    expect(await refusal(claimReport(as(db, bob), entry(wrong)))).toMatch(/^INVALID/);
    expect((await reportRow(db, sent.reference)).reporterId).toBeNull();
  });
});
