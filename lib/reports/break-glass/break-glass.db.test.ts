import { beforeAll, expect, test } from "vitest";
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
import { inTransaction } from "@/lib/request/transaction";
import { restrictReport } from "../mutations/restrict";
import { getReporterReport, getStaffReport } from "../queries";
import { breakGlass } from "./mutations";

const database = await testDatabase();
const db = database.app;
const REASON = "The two who are named are on leave, and the vendor asks.";
let smile: TestProgram;
let reporter: Actor;
let named: Actor & { kind: "staff" };
let lead: Actor & { kind: "staff" };
let triager: Actor & { kind: "staff" };
let elsewhere: Actor & { kind: "staff" };

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  reporter = await newResearcher(db);
  named = await newStaff(db, smile, "coordinator");
  lead = await newStaff(db, smile, "coordinator");
  triager = await newStaff(db, smile, "triager");
  elsewhere = await newStaff(db, portal.cardihab, "coordinator");
});

const steppedUp = (actor: Actor & { kind: "staff" }): Actor => ({ ...actor, steppedUp: true });
async function restricted() {
  const sent = await sendReport(as(db, reporter), smile.policy);
  await restrictReport(as(db, named), sent.reference, { readers: [], version: 1, reason: "It names a colleague." });
  return sent;
}
const open = (actor: Actor, reference: string) => breakGlass(as(db, actor), { reference, reason: REASON });

test("a coordinator opens it with the second factor and a reason; the ledger, a note and a mail to the others say so", async () => {
  const { reference, reportId } = await restricted();
  await expect(getStaffReport(as(db, lead), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const before = (await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails))).length;
  await open(steppedUp(lead), reference);
  const seen = await getStaffReport(as(db, lead), reference);
  expect(seen.notes.map(({ text }) => text)).toEqual(["It names a colleague.", REASON]);
  expect((await ledgerOf(db, reportId)).slice(-2).map(({ type, actorId }) => [type, actorId])).toEqual([
    ["restriction.broken", lead.accountId],
    ["note.added", lead.accountId],
  ]);
  const sent = (await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).orderBy(mails.id))).slice(before);
  expect(sent.map(({ accountId, template }) => [accountId, template])).toEqual([[named.accountId, "staff_news"]]);
  expect((await reportRow(db, reference)).readers).toEqual([named.accountId, lead.accountId].sort());
  const mine = await getReporterReport(as(db, reporter), reference);
  expect(JSON.stringify(mine.timeline)).not.toMatch(/restrict|named/i);
});

test("without the second factor, by another role or program, or of a report that is not there, it opens nothing", async () => {
  const { reference } = await restricted();
  await expect(open(lead, reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
  for (const actor of [steppedUp(triager), steppedUp(elsewhere), reporter]) {
    await expect(open(actor, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  await expect(open(steppedUp(lead), "SDH-0000-0000")).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await reportRow(db, reference)).readers).toEqual([named.accountId]);
});

test("who reads it already is told so, and the second of two at once loses", async () => {
  const { reference } = await restricted();
  await expect(open(steppedUp(named), reference)).rejects.toMatchObject({ code: "CONFLICT" });
  const both = await Promise.allSettled([open(steppedUp(lead), reference), open(steppedUp(lead), reference)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});
