import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { clocks, mails, messages } from "@/db/schema";
import {
  as,
  ledgerOf,
  openPortalWithPeople,
  reportRow,
  sendGuestReport,
  sendReport,
  systemAt,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { HOLD_MS } from "../hold";
import { sendMessage } from "../mutations";
import { releaseMessage, sendNow, takeBack, writeMessage } from "./mutations";

const database = await testDatabase();
const db = database.app;
const { smile, people } = await openPortalWithPeople(db);

type Person = keyof typeof people;
const send = () => sendReport(as(db, people.ann), smile.policy);
const later = (ms: number) => new Date(Date.now() + ms);
const writes = (who: Person, reference: string, text = "Thank you.", more: { seen?: string; sure?: boolean } = {}) =>
  writeMessage(as(db, people[who]), reference, { text, seen: "", sure: false, ...more });
const theirs = async (reference: string) => (await getReporterReport(as(db, people.ann), reference)).messages;
const ours = async (reference: string, who: Person = "triager") =>
  (await getStaffReport(as(db, people[who]), reference)).messages;
const release = (messageId: string) => releaseMessage(systemAt(db, later(HOLD_MS)), messageId);

async function clockOf(reportId: string, clock: "acknowledge") {
  const [row] = await inTransaction(systemAt(db), (tx) =>
    tx.db
      .select()
      .from(clocks)
      .where(and(eq(clocks.reportId, reportId), eq(clocks.clock, clock))),
  );
  return row;
}
const mailCount = async () =>
  (await inTransaction(systemAt(db), (tx) => tx.db.select({ id: mails.id }).from(mails))).length;

describe("a message that can still be taken back", () => {
  test("is durable and does nothing: no clock, no event, no mail, nothing for the other side", async () => {
    const { reference, reportId } = await send();
    const [events, mailed] = [await ledgerOf(db, reportId), await mailCount()];
    const { messageId } = await writes("triager", reference);
    expect(await ledgerOf(db, reportId)).toEqual(events);
    expect(await mailCount()).toBe(mailed);
    expect((await clockOf(reportId, "acknowledge"))?.stoppedAt).toBeNull();
    expect(await theirs(reference)).toEqual([]);
    expect(await ours(reference)).toEqual([
      expect.objectContaining({ id: messageId, delivery: { state: "held", goesInMs: expect.any(Number) }, mine: true }),
    ]);
    expect(await ours(reference, "coordinator")).toEqual([
      expect.objectContaining({ delivery: { state: "held", goesInMs: expect.any(Number) }, mine: false }),
    ]);
    const [job] = await db.execute<{ waits: number }>(
      "select extract(epoch from run_at - clock_timestamp())::float8 as waits from graphile_worker.jobs where task_identifier = 'release_message' and key = 'message:" +
        messageId +
        "'",
    );
    expect(job?.waits).toBeGreaterThan(5);
    expect(job?.waits).toBeLessThanOrEqual(HOLD_MS / 1000);
  });

  test("goes out when its time is over, once: its clock counts from Send, its event is its writer's", async () => {
    const { reference, reportId } = await send();
    const { messageId } = await writes("triager", reference);
    const [row] = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(messages).where(eq(messages.publicId, messageId)),
    );
    const mailed = await mailCount();
    await Promise.all([release(messageId), release(messageId)]);
    expect((await theirs(reference)).map(({ id, unread }) => [id, unread])).toEqual([[messageId, true]]);
    expect((await ledgerOf(db, reportId)).slice(2).map(({ type }) => type)).toEqual(["message.sent", "report.moved"]);
    const [sent] = (await ledgerOf(db, reportId)).slice(2);
    expect(sent?.actorId).toBe((people.triager as { accountId: string }).accountId);
    expect((await clockOf(reportId, "acknowledge"))?.stoppedAt).toEqual(row?.sentAt);
    expect(await mailCount()).toBe(mailed + 1);
    expect((await reportRow(db, reference)).state).toBe("acknowledged");
  });

  test("counts no earlier than what happened meanwhile", async () => {
    const { reference, reportId } = await send();
    const { messageId } = await writes("triager", reference);
    const at = later(3000);
    await moveReport(
      as(db, people.coordinator, at),
      reference,
      moveSchema.parse({ move: "start_checking", version: 1 }),
    );
    await release(messageId);
    const times = (await ledgerOf(db, reportId)).map((event) => event.at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((await reportRow(db, reference)).state).toBe("verifying");
  });

  test("is taken back by its writer alone, and its text is their draft again", async () => {
    const { reference, reportId } = await send();
    const { messageId } = await writes("triager", reference, "Wrong window.");
    for (const who of ["coordinator", "ann", "elsewhere"] as const) {
      await expect(takeBack(as(db, people[who]), reference, messageId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await takeBack(as(db, people.triager), reference, messageId);
    expect(await ours(reference)).toEqual([]);
    const page = await getStaffReport(as(db, people.triager), reference);
    expect(page.replyDraft?.text).toBe("Wrong window.");
    expect((await getStaffReport(as(db, people.coordinator), reference)).replyDraft).toBeNull();
    await release(messageId);
    expect(await theirs(reference)).toEqual([]);
    expect((await ledgerOf(db, reportId)).map(({ type }) => type)).not.toContain("message.sent");
  });

  test("can be let go at once, and then no longer be taken back", async () => {
    const { reference } = await send();
    const { messageId } = await writes("triager", reference);
    await expect(sendNow(as(db, people.coordinator), reference, messageId)).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await sendNow(as(db, people.triager), reference, messageId);
    expect(await theirs(reference)).toHaveLength(1);
    await expect(takeBack(as(db, people.triager), reference, messageId)).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(sendNow(as(db, people.triager), reference, messageId)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("taken back while it goes out: it does one of the two and never both", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { reference } = await send();
      const { messageId } = await writes("triager", reference);
      const [undone] = await Promise.allSettled([
        takeBack(as(db, people.triager), reference, messageId),
        release(messageId),
      ]);
      expect(await theirs(reference)).toHaveLength(undone.status === "fulfilled" ? 0 : 1);
    }
  });

  test("answers a question only once it is out, by account and by receipt code", async () => {
    const byCode = await sendGuestReport(db, smile.policy);
    const byAccount = await send();
    for (const [writer, { reference }] of [
      [people.ann, byAccount],
      [byCode.holder, byCode],
    ] as const) {
      const triager = as(db, people.triager);
      await moveReport(triager, reference, moveSchema.parse({ move: "start_checking", version: 1 }));
      const question = moveSchema.parse({ move: "ask_for_information", version: 2, text: "Which version?" });
      const { messageId: asked } = await moveReport(triager, reference, question);
      const answer = { text: "Version 3.", seen: asked ?? "", sure: false };
      const { messageId } = await writeMessage(as(db, writer), reference, answer);
      expect((await reportRow(db, reference)).state).toBe("needs_info");
      expect((await ours(reference)).map(({ from }) => from)).toEqual(["Security team · Triage"]);
      await release(messageId);
      expect((await reportRow(db, reference)).state).toBe("verifying");
      expect((await ours(reference)).map(({ from }) => from)).toEqual(["Security team · Triage", "Reporter"]);
    }
  });

  test("nobody but the portal lets the messages of others go", async () => {
    await expect(releaseMessage(as(db, people.coordinator), "x")).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("what keeps a message from being sent", () => {
  test("somebody who may not write here, and an empty text", async () => {
    const { reference } = await send();
    for (const who of ["bob", "elsewhere"] as const) {
      await expect(writes(who, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(writes("ann", reference, "")).rejects.toMatchObject({ code: "INVALID" });
  });

  test("something that its page did not show; sent anyway by who has seen it", async () => {
    const { reference } = await send();
    const { messageId: first } = await sendMessage(as(db, people.ann), reference, { text: "One more thing." });
    const { messageId: second } = await sendMessage(as(db, people.ann, later(1000)), reference, { text: "And more." });
    await expect(writes("triager", reference, "My answer.")).rejects.toMatchObject({
      code: "CONFLICT",
      values: { text: "My answer.", unseen: [first, second] },
    });
    await expect(writes("triager", reference, "My answer.", { seen: first })).rejects.toMatchObject({
      values: { unseen: [second] },
    });
    expect(await ours(reference)).toHaveLength(2);
    await writes("triager", reference, "My answer.", { seen: second });
    expect(await ours(reference)).toHaveLength(3);
  });

  test("a colleague's answer that is on its way; never one's own, and never what the reporter still holds", async () => {
    const { reference } = await send();
    await writes("ann", reference, "I hold this.");
    const { messageId } = await writes("triager", reference, "Mine.");
    await writes("triager", reference, "Mine again.");
    await expect(writes("coordinator", reference, "Ours?")).rejects.toMatchObject({
      values: { unseen: [messageId, expect.any(String)] },
    });
  });

  test("what looks like a secret, until its writer means it", async () => {
    const { reference } = await send();
    const text = "curl https://admin:hunter22@db.example/";
    await expect(writes("ann", reference, text)).rejects.toMatchObject({
      code: "INVALID",
      fieldErrors: { text: [expect.stringContaining("a password in an address")] },
      values: { text, secrets: "yes" },
    });
    const stored = await inTransaction(systemAt(db), (tx) => tx.db.select().from(messages));
    expect(stored.filter(({ reportId }) => reportId === reference)).toEqual([]);
    await writes("ann", reference, text, { sure: true });
  });

  test("sent twice with one key it is one message", async () => {
    const { reference } = await send();
    const ctx = as(db, people.ann);
    const input = { text: "Once.", seen: "", sure: false, idempotencyKey: "k-1" };
    const [a, b] = await Promise.all([writeMessage(ctx, reference, input), writeMessage(ctx, reference, input)]);
    expect(a).toEqual(b);
  });
});
