import { beforeAll, describe, expect, test } from "vitest";
import { mails } from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { markDuplicate } from "./mutations/mark";
import { relateReports } from "./mutations/relate";
import { similarReports } from "./queries";

const database = await testDatabase();
const db = database.app;
const TEXT = "This was reported before; its page follows how far the fix comes.";
const SECRET = "Gorgon exposes the ledger of the temple";

let smile: TestProgram;
let ann: Actor & { accountId: string };
let bob: Actor & { accountId: string };
let triager: Actor;
let coordinator: Actor;
let elsewhere: Actor;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  elsewhere = await newStaff(db, portal.cardihab, "coordinator");
});

async function two() {
  const first = await sendReport(as(db, ann), smile.policy, { title: SECRET });
  const second = await sendReport(as(db, bob), smile.policy, { title: "The gorgon's ledger of the temple is open" });
  return { first, second };
}
const mark = (actor: Actor, reference: string, other: string, version = 1) =>
  markDuplicate(as(db, actor), reference, { other, version, text: TEXT });
const move = async (actor: Actor, reference: string, input: Record<string, unknown>) => {
  const { version } = await reportRow(db, reference);
  return moveReport(as(db, actor), reference, moveSchema.parse({ version, ...input }));
};
const last = async (reportId: string) => (await ledgerOf(db, reportId)).at(-1)?.payload;

describe("marking a duplicate", () => {
  test("declines it with its event, and leaves thread, files and credit where they are", async () => {
    const { first, second } = await two();
    await mark(triager, second.reference, first.reference);
    expect(await last(second.reportId)).toEqual({ type: "duplicate.marked", originalId: first.reportId });
    const row = await reportRow(db, second.reference);
    expect(row).toMatchObject({ state: "not_valid", resolution: "duplicate", duplicateOf: first.reportId });
    const seen = await getStaffReport(as(db, triager), second.reference);
    expect(seen).toMatchObject({ duplicateOf: first.reference, messages: [{ side: "staff" }] });
    expect((await getStaffReport(as(db, triager), first.reference)).messages).toEqual([]);
  });

  test("mirrors the original's progress to the second reporter, in status words and nothing else (AZ-27)", async () => {
    const { first, second } = await two();
    await mark(triager, second.reference, first.reference);
    expect((await getReporterReport(as(db, bob), second.reference)).original).toMatchObject({ status: "Received" });
    const told = async () => {
      const all = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails));
      return all.filter(({ accountId, template }) => accountId === bob.accountId && template === "report_news").length;
    };
    const before = await told();
    await move(triager, first.reference, { move: "start_checking" });
    await move(triager, first.reference, { move: "validate", severity: "high" });
    await move(coordinator, first.reference, { move: "accept" });
    expect(await last(second.reportId)).toEqual({ type: "duplicate.progressed", status: "Fix in progress" });
    expect(await told()).toBe(before + 3);
    const mine = await getReporterReport(as(db, bob), second.reference);
    expect(mine.original).toMatchObject({ status: "Fix in progress" });
    expect(mine.timeline.at(-1)).toMatchObject({
      sentence: "The report that told of it first: Fix in progress.",
      by: "The team",
    });
    const all = JSON.stringify(mine);
    for (const leak of [SECRET, first.reference, first.reportId, ann.accountId]) expect(all).not.toContain(leak);
    // The mover of the original stays out of the ledger of the duplicate.
    const actors = (await ledgerOf(db, second.reportId)).filter(({ type }) => type === "duplicate.progressed");
    expect(new Set(actors.map(({ actorId }) => actorId))).toEqual(new Set([null]));
  });

  test("points every duplicate at the first of them, and forgets it when one is opened again", async () => {
    const { first, second } = await two();
    const third = await sendReport(as(db, bob), smile.policy);
    await mark(triager, third.reference, second.reference);
    await mark(triager, second.reference, first.reference);
    expect((await reportRow(db, third.reference)).duplicateOf).toBe(first.reportId);
    await move(coordinator, third.reference, { move: "reopen", reason: "Another parameter." });
    expect((await reportRow(db, third.reference)).duplicateOf).toBeNull();
    expect((await getReporterReport(as(db, bob), third.reference)).original).toBeNull();
  });

  test("keeps a restricted original out of the duplicate's page (AZ-27)", async () => {
    const { first, second } = await two();
    await mark(triager, second.reference, first.reference);
    const { version } = await reportRow(db, first.reference);
    await restrictReport(as(db, coordinator), first.reference, {
      readers: [],
      version,
      reason: "It names a colleague.",
    });
    const seen = await getStaffReport(as(db, triager), second.reference);
    expect(seen.duplicateOf).toBeNull();
    expect(JSON.stringify(seen)).not.toContain(first.reference);
    expect((await getReporterReport(as(db, bob), second.reference)).original).toMatchObject({ status: "Received" });
  });

  test("is refused to whoever may not, with a later original, from a stale page, and to the second of two", async () => {
    const { first, second } = await two();
    await expect(mark(bob, second.reference, first.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(mark(elsewhere, second.reference, first.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(mark(triager, first.reference, second.reference)).rejects.toMatchObject({
      fieldErrors: { other: [expect.stringContaining("came first")] },
    });
    await expect(mark(triager, second.reference, first.reference, 7)).rejects.toMatchObject({ code: "CONFLICT" });
    const hidden = await sendReport(as(db, ann), smile.policy);
    await restrictReport(as(db, coordinator), hidden.reference, {
      readers: [],
      version: 1,
      reason: "It names a colleague.",
    });
    await expect(mark(triager, second.reference, hidden.reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const results = await Promise.allSettled(
      [triager, coordinator].map((actor) => mark(actor, second.reference, first.reference)),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});

describe("how two reports stand to each other", () => {
  const relate = (actor: Actor, reference: string, other: string, relation: "related" | "different") =>
    relateReports(as(db, actor), reference, { other, relation });
  const suggested = async (reference: string) =>
    (await similarReports(as(db, triager), reference)).candidates.map((one) => [one.reference, one.related]);

  test("is said once, from either side, with an event on both", async () => {
    const { first, second } = await two();
    expect(await suggested(first.reference)).toContainEqual([second.reference, false]);
    await relate(triager, second.reference, first.reference, "related");
    await expect(relate(triager, first.reference, second.reference, "related")).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await last(first.reportId)).toEqual({ type: "relation.set", otherId: second.reportId, relation: "related" });
    expect(await suggested(first.reference)).toContainEqual([second.reference, true]);
    await relate(coordinator, first.reference, second.reference, "different");
    expect((await suggested(first.reference)).map(([one]) => one)).not.toContain(second.reference);
    expect((await suggested(second.reference)).map(([one]) => one)).not.toContain(first.reference);
  });

  test("is the staff's to say, of reports that they read", async () => {
    const { first, second } = await two();
    for (const actor of [ann, bob, elsewhere]) {
      await expect(relate(actor, first.reference, second.reference, "related")).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
    await expect(relate(triager, first.reference, first.reference, "related")).rejects.toMatchObject({
      code: "INVALID",
    });
    const both = await Promise.allSettled([
      relate(triager, first.reference, second.reference, "related"),
      relate(coordinator, second.reference, first.reference, "related"),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });
});
