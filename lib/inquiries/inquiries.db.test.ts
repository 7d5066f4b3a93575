import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { clocks, events, inquiries, inquiryMessages, mails } from "@/db/schema";
import { as, newResearcher, newStaff, openPortal, systemAt, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor, StaffRole } from "@/lib/auth/policy";
import { inTransaction } from "@/lib/request/transaction";
import { hashToken } from "@/lib/vault/lookup";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { answerInquiry, askAgain, askQuestion, closeInquiry } from "./mutations";
import { listInquiries, ownInquiry, staffInquiry } from "./queries";
import type { NewInquiry } from "./schema";

vi.stubEnv("APP_SECRET", "a secret of at least thirty-two characters");

const database = await testDatabase();
const db = database.app;
const visitor = as(db, { kind: "anonymous" });

let smile: TestProgram;
let cardihab: TestProgram;
let ann: Actor & { kind: "researcher" };
let bob: Actor & { kind: "researcher" };
let triager: Actor & { kind: "staff" };
let elsewhere: Actor & { kind: "staff" };
beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  ann = await newResearcher(db);
  bob = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  elsewhere = await newStaff(db, cardihab, "coordinator");
});

let asked = 0;
const question = (given: Partial<NewInquiry> = {}): NewInquiry & { network: string } => {
  asked += 1;
  return {
    subject: "Which edition is meant?",
    text: "Is the certificate of the edition of 2022?",
    email: `heron-${asked}@example.org`,
    idempotencyKey: `key-${asked}-abcdef`,
    network: `198.51.100.${asked}`,
    ...given,
  };
};
const ask = async (ctx = visitor, given: Partial<NewInquiry> = {}): Promise<string> => {
  const answer = await askQuestion(ctx, smile.slug, question(given));
  if ("hint" in answer) throw new Error("it was taken for a report");
  return answer.token;
};
const publicIdOf = async (token: string): Promise<string> => {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select()
      .from(inquiries)
      .where(eq(inquiries.linkHash, hashToken(token))),
  );
  return row?.publicId ?? "";
};
const programEvents = async () =>
  (
    await db
      .select()
      .from(events)
      .where(eq(events.stream, `program:${smile.id}`))
      .orderBy(events.seq)
  ).map(({ type }) => type);
const words = (text: string) => ({ text, idempotencyKey: `k-${text}-abcdef` });

describe("a question", () => {
  test("goes to the desk and back by a link, leaves its events, starts no clock, and its words are sealed", async () => {
    const token = await ask();
    expect(await ownInquiry(visitor, token)).toMatchObject({
      subject: "Which edition is meant?",
      state: "open",
      byAccount: false,
      messages: [{ side: "asker", text: "Is the certificate of the edition of 2022?" }],
    });
    const publicId = await publicIdOf(token);
    const { version } = await staffInquiry(as(db, triager), publicId);
    await answerInquiry(as(db, triager), publicId, { ...words("Yes."), version });
    expect(await ownInquiry(visitor, token)).toMatchObject({
      state: "answered",
      messages: [{}, { side: "staff", text: "Yes." }],
    });
    await askAgain(visitor, token, words("Since when?"));
    expect(await staffInquiry(as(db, triager), publicId)).toMatchObject({ state: "open", messages: { length: 3 } });
    expect((await programEvents()).slice(-3)).toEqual(["inquiry.opened", "inquiry.answered", "inquiry.asked_again"]);
    expect(await inTransaction(systemAt(db), (tx) => tx.db.select().from(clocks))).toEqual([]);
    const stored = await inTransaction(systemAt(db), (tx) =>
      tx.db.execute(
        sql`select i::text || m::text as row from inquiries i join inquiry_messages m on m.inquiry_id = i.id`,
      ),
    );
    for (const secret of ["edition", "heron", token]) expect(JSON.stringify([...stored])).not.toContain(secret);
  });

  test("is told of by mails without a word of it", async () => {
    const token = await ask(visitor, { subject: "About the secret garden", email: "tern@example.org" });
    const found = await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails));
    const opened = found.map(({ id, template, accountId, paramsSealed }) => ({
      template,
      accountId,
      params: openWithRing(ring(), { table: "mails", column: "params_sealed", rowId: id }, paramsSealed),
    }));
    for (const { params } of opened) expect(params).not.toContain("garden");
    expect(opened.some(({ template, params }) => template === "inquiry_news" && params.includes(token))).toBe(true);
    const staff = opened.filter(({ template }) => template === "inquiry_staff_news");
    expect(new Set(staff.map(({ accountId }) => accountId))).toEqual(new Set([triager.accountId]));
    for (const { params } of staff) expect(params).not.toContain(token);
  });

  test("that reads like a report gets a hint once, and is never refused", async () => {
    const input = question({ text: "I found a vulnerability in the login" });
    expect(await askQuestion(visitor, smile.slug, input)).toEqual({ hint: true });
    expect(await askQuestion(visitor, smile.slug, { ...input, sure: "yes" })).toHaveProperty("token");
  });

  test("without an account needs an address; with one it goes to the account, and sent twice it is one message", async () => {
    await expect(askQuestion(visitor, smile.slug, question({ email: "" }))).rejects.toMatchObject({
      fieldErrors: { email: [expect.any(String)] },
    });
    const token = await ask(as(db, ann), { email: "" });
    await askAgain(as(db, ann), token, words("One more"));
    await askAgain(as(db, ann), token, words("One more"));
    expect((await ownInquiry(as(db, ann), token)).messages).toHaveLength(2);
  });

  test("too many from one network are held up", async () => {
    const send = () => askQuestion(visitor, smile.slug, { ...question(), network: "203.0.113.9" });
    const answers = await Promise.allSettled(Array.from({ length: 22 }, send));
    expect(answers.filter(({ status }) => status === "rejected").length).toBe(2);
    expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "RATE_LIMITED" } });
  });
});

describe("who reads it", () => {
  test("of an account: that account alone, whoever has the link", async () => {
    const token = await ask(as(db, ann), { email: "" });
    for (const ctx of [visitor, as(db, bob), as(db, triager)])
      await expect(ownInquiry(ctx, token)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(askAgain(as(db, bob), token, words("Mine?"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a wrong link leads nowhere, and no row is visible without one", async () => {
    await ask();
    await expect(ownInquiry(visitor, "x".repeat(43))).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (const ctx of [visitor, as(db, bob), as(db, elsewhere)]) {
      const seen = await inTransaction(ctx, async (tx) => [
        ...(await tx.db.select({ id: inquiries.id }).from(inquiries)),
        ...(await tx.db.select({ id: inquiryMessages.id }).from(inquiryMessages)),
      ]);
      expect(seen).toEqual([]);
    }
  });

  test.each<StaffRole>(["policy_owner", "executive", "privacy_officer", "auditor", "admin"])(
    "not the %s",
    async (role) => {
      const ctx = as(db, await newStaff(db, smile, role));
      const publicId = await publicIdOf(await ask());
      await expect(staffInquiry(ctx, publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(listInquiries(ctx, { done: false })).rejects.toMatchObject({ code: "NOT_FOUND" });
      await expect(closeInquiry(ctx, publicId, { version: 1 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    },
  );

  test("not the staff of another program", async () => {
    const publicId = await publicIdOf(await ask());
    const ctx = as(db, elsewhere);
    await expect(staffInquiry(ctx, publicId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(answerInquiry(ctx, publicId, { ...words("No."), version: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect((await listInquiries(ctx, { done: false })).rows).toEqual([]);
    await expect(listInquiries(ctx, { programSlug: smile.slug, done: false })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("two people at the desk", () => {
  test("the second answer to the same state loses and is told; closing twice is refused", async () => {
    const publicId = await publicIdOf(await ask());
    const answer = (text: string) => answerInquiry(as(db, triager), publicId, { ...words(text), version: 1 });
    const both = await Promise.allSettled([answer("First of two"), answer("Second of two")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
    await closeInquiry(as(db, triager), publicId, { version: 2 });
    await expect(closeInquiry(as(db, triager), publicId, { version: 3 })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await staffInquiry(as(db, triager), publicId)).messages).toHaveLength(2);
    const done = await listInquiries(as(db, triager), { done: true });
    expect(done.rows.map((row) => row.publicId)).toContain(publicId);
  });
});
