import { solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/sha";
import { beforeAll, expect, test } from "vitest";
import { answerDraft, as, guest, openPortal, reportRow, type TestProgram, visitor } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { startDraft } from "@/lib/reports/drafts/mutations";
import { forgetPoints, takePoint } from "@/lib/request/rate-limit";
import { sendAsGuest } from "./mutations/send";
import { newChallenge } from "./proof/mutations";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let network = 0;

beforeAll(async () => {
  ({ smile } = await openPortal(db));
});

async function solved(now = new Date()): Promise<string> {
  const challenge = JSON.parse(await newChallenge(now));
  return JSON.stringify({ challenge, solution: await solveChallenge({ challenge, deriveKey }) });
}

async function send(proof: unknown, from = `network-${++network}`) {
  const { publicId, guestToken } = await startDraft(as(db, visitor), { programSlug: smile.slug });
  const draftTokens = [guestToken ?? ""];
  const ctx = as(db, guest({ drafts: draftTokens }));
  await answerDraft(ctx, smile.policy, publicId, {});
  const { reference } = await sendAsGuest(ctx, { draftPublicId: publicId, draftTokens, proof, network: from });
  return { reference, unproven: (await reportRow(db, reference)).flags.includes("unproven") };
}

test("work done counts once: the same proof again marks the report", async () => {
  const proof = await solved();
  expect((await send(proof)).unproven).toBe(false);
  expect((await send(proof)).unproven).toBe(true);
});

test("of two that hand in one proof at once, one is proven", async () => {
  const proof = await solved();
  const both = await Promise.all([send(proof), send(proof)]);
  expect(both.map(({ unproven }) => unproven).sort()).toEqual([false, true]);
});

test("no, wrong, foreign and expired proofs are taken and marked, never an error", async () => {
  const good = JSON.parse(await solved());
  const easier = structuredClone(good);
  easier.challenge.parameters.keyPrefix = "0";
  const later = structuredClone(good);
  later.challenge.parameters.expiresAt += 3600;
  const guessed = { ...good, solution: { counter: good.solution.counter + 1, derivedKey: good.solution.derivedKey } };
  const expired = await solved(new Date(Date.now() - 3 * 3_600_000));
  const wrong = [
    undefined,
    "",
    "{",
    "null",
    expired,
    "x".repeat(5000),
    ...[easier, later, guessed].map((it) => JSON.stringify(it)),
  ];
  for (const proof of wrong) expect((await send(proof)).unproven, String(proof).slice(0, 80)).toBe(true);
});

test("without a proof five an hour from one network; the sixth waits with its draft, a proven one does not", async () => {
  const from = "one network";
  for (let index = 0; index < 5; index += 1) expect((await send("", from)).unproven).toBe(true);
  await expect(send("", from)).rejects.toMatchObject({
    code: "RATE_LIMITED",
    message: expect.stringContaining("Your draft is kept"),
  });
  expect((await send(await solved(), from)).unproven).toBe(false);
  expect((await send("", "another network")).unproven).toBe(true);
});

test("without a proof sixty an hour from all; a proven one still goes through, and who waits has lost no try", async () => {
  await forgetPoints(db, "guest-report:everybody", "");
  await takePoint(db, "guest-report:everybody", "", 59);
  expect((await send("", "last of all")).unproven).toBe(true);
  for (let tries = 0; tries < 6; tries += 1) {
    await expect(send("", "who waits")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  }
  expect((await send(await solved())).unproven).toBe(false);
  await forgetPoints(db, "guest-report:everybody", "");
  expect((await send("", "who waits")).unproven).toBe(true);
});
