import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { digestItems, mails, memberships } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
  visitor,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { watchReport } from "@/lib/handling/mutations/watch";
import { deliverMail } from "@/lib/mail/deliver-mail";
import { inTransaction } from "@/lib/request/transaction";
import { sendMessage } from "@/lib/threads/mutations";
import { CHOSEN_EVENTS } from "../choices";
import { choicesSchema } from "../schema";
import { chooseNotifications, sendDigests } from "./mutations";
import { ownChoices } from "./queries";

const database = await testDatabase();
const db = database.app;
let cardihab: TestProgram;
let triager: Actor & { kind: "staff" };

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
  triager = await newStaff(db, cardihab, "triager");
});

const mailsTo = (accountId: string) =>
  inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(mails).where(eq(mails.accountId, accountId)).orderBy(mails.id),
  );
const templates = async (accountId: string) => (await mailsTo(accountId)).map(({ template }) => template);

async function reported() {
  const ann = await newResearcher(db);
  const { reference } = await sendReport(as(db, ann), cardihab.policy);
  return { ann, reference };
}

test("what was not chosen for is mailed at once; with none, only the portal says it", async () => {
  const { ann, reference } = await reported();
  await sendMessage(as(db, triager), reference, { text: "One." });
  expect(await templates(ann.accountId)).toEqual(["report_received", "report_news"]);
  await chooseNotifications(as(db, ann), { "reporter.message": { way: "none", inbox: true } });
  await sendMessage(as(db, triager), reference, { text: "Two." });
  expect(await templates(ann.accountId)).toEqual(["report_received", "report_news"]);
});

test("once a day: put aside in the act's transaction, then one mail with each report and event once", async () => {
  const { ann, reference } = await reported();
  await chooseNotifications(as(db, ann), {
    "reporter.message": { way: "digest", inbox: true },
    "reporter.status": { way: "digest", inbox: true },
  });
  // The first one acknowledges besides, which is news of the status.
  for (const text of ["One.", "Two.", "Three."]) await sendMessage(as(db, triager), reference, { text });
  expect(await templates(ann.accountId)).toEqual(["report_received"]);
  await sendDigests(systemAt(db));
  await sendDigests(systemAt(db));
  expect(await templates(ann.accountId)).toEqual(["report_received", "digest"]);
  const digest = (await mailsTo(ann.accountId)).at(-1);
  const sent: string[] = [];
  const send = async ({ bytes }: { bytes: Buffer }) => void sent.push(bytes.toString());
  await deliverMail(systemAt(db), { close: () => undefined, send }, digest?.id ?? "");
  expect(sent.join()).toContain(`${reference}, Cardihab: a new message, 2 times`);
  expect(await inTransaction(systemAt(db), (tx) => tx.db.select().from(digestItems))).toEqual([]);
});

test("a digest names no report that its reader may no longer read", async () => {
  const member = await newStaff(db, cardihab, "coordinator");
  await chooseNotifications(as(db, member), { "staff.received": { way: "digest", inbox: true } });
  await reported();
  await sendDigests(systemAt(db));
  const digest = (await mailsTo(member.accountId)).find(({ template }) => template === "digest");
  await inTransaction(systemAt(db), (tx) =>
    tx.db.update(memberships).set({ endedAt: tx.now }).where(eq(memberships.accountId, member.accountId)),
  );
  const sent: unknown[] = [];
  await deliverMail(
    systemAt(db),
    { close: () => undefined, send: async (one) => void sent.push(one) },
    digest?.id ?? "",
  );
  expect([digest !== undefined, sent]).toEqual([true, []]);
});

test("choices are one's own: nobody without an account has any, and only known words are taken", async () => {
  const ann = await newResearcher(db);
  await chooseNotifications(as(db, ann), { "reporter.status": { way: "none", inbox: true } });
  await chooseNotifications(as(db, ann), { "reporter.status": { way: "digest", inbox: true } });
  expect(await ownChoices(as(db, ann))).toEqual({
    choices: { "reporter.status": { way: "digest", inbox: true } },
    staff: false,
  });
  expect((await ownChoices(as(db, triager))).choices).toEqual({});
  await expect(ownChoices(as(db, visitor))).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(chooseNotifications(as(db, visitor), {})).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(sendDigests(as(db, triager))).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect(choicesSchema.safeParse({ "reporter.status": "sms" }).success).toBe(false);
  expect(choicesSchema.safeParse({ "reporter.status": { way: "mail", inbox: true }, accountId: "x" }).success).toBe(
    false,
  );
  expect(choicesSchema.safeParse(Object.fromEntries(CHOSEN_EVENTS.map((event) => [event, "none"]))).success).toBe(true);
});

test("whoever follows a report hears of what their own side does, as they chose and while they read it", async () => {
  const [lead, outside] = [await newStaff(db, cardihab, "coordinator"), await newStaff(db, cardihab, "coordinator")];
  const { reference } = await reported();
  const before = [await templates(lead.accountId), await templates(outside.accountId)];
  for (const actor of [lead, outside]) await watchReport(as(db, actor), reference, { who: "" });
  await inTransaction(systemAt(db), (tx) =>
    tx.db.update(memberships).set({ endedAt: tx.now }).where(eq(memberships.accountId, outside.accountId)),
  );
  await sendMessage(as(db, triager), reference, { text: "One." });
  expect((await templates(lead.accountId)).slice(before[0]?.length)).toEqual(["staff_news"]);
  expect(await templates(outside.accountId)).toEqual(before[1]);
  // Not of what they do themselves, nor when they chose not to.
  await sendMessage(as(db, lead), reference, { text: "Two." });
  await chooseNotifications(as(db, lead), { "staff.watched": { way: "none", inbox: true } });
  await sendMessage(as(db, triager), reference, { text: "Three." });
  expect((await templates(lead.accountId)).slice(before[0]?.length)).toEqual(["staff_news"]);
});
