import { and, eq, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inboxItems, mails, memberships } from "@/db/schema";
import {
  as,
  newAccount,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { getReporterReport, getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { chooseNotifications } from "../chosen/mutations";
import { DONE_DAYS, forgetDone, markDone, snoozeEntry, undoDone, wakeEntry } from "./mutations";
import { readInbox, unreadCount } from "./queries";
import type { Box, InboxSide } from "./types";

const database = await testDatabase();
const db = database.app;
const DAY = 86_400_000;
let cardihab: TestProgram;
let smile: TestProgram;
let ann: Actor & { kind: "researcher" };
let triager: Actor & { kind: "staff" };
let coordinator: Actor & { kind: "staff" };
let reference: string;

beforeAll(async () => {
  ({ cardihab, smile } = await openPortal(db));
});

beforeEach(async () => {
  ann = await newResearcher(db);
  triager = await member("triager");
  coordinator = await member("coordinator");
  ({ reference } = await sendReport(as(db, ann), cardihab.policy));
});

let members = 0;
/** Of the program, under a name of their own. */
async function member(role: "triager" | "coordinator" | "auditor") {
  members += 1;
  return newStaff(db, cardihab, role, await newAccount(db, `Tern ${members}`));
}

const box = async (actor: Actor, side: InboxSide, which: Box = "todo", at?: Date) =>
  (await readInbox(as(db, actor, at), side, { box: which })).entries.filter((entry) => entry.reference === reference);
const later = (ms: number) => new Date(Date.now() + ms);

describe("what comes into an inbox", () => {
  test("a report is one entry, however much happens; whoever acted has none of it", async () => {
    expect(await box(triager, "staff")).toMatchObject([
      { events: [{ event: "staff.received", times: 1 }], unread: true, anchor: null },
    ]);
    expect(await box(ann, "reporter")).toEqual([]);
    await moveReport(as(db, triager), reference, moveSchema.parse({ move: "acknowledge", version: 1 }));
    const { messageId } = await sendMessage(as(db, triager), reference, { text: "One." });
    await sendMessage(as(db, triager), reference, { text: "Two." });
    expect(await box(ann, "reporter")).toMatchObject([
      {
        events: [
          { event: "reporter.status", times: 1 },
          { event: "reporter.message", times: 2 },
        ],
        unread: true,
      },
    ]);
    expect((await box(triager, "staff"))[0]?.events).toHaveLength(1);
    await getReporterReport(as(db, ann), reference, { seen: true });
    expect(await box(ann, "reporter")).toMatchObject([{ unread: false }]);
    expect(await unreadCount(as(db, ann), "reporter")).toBe(0);
    const again = await sendMessage(as(db, triager), reference, { text: "Three." });
    expect(again.messageId).not.toBe(messageId);
    expect(await box(ann, "reporter")).toMatchObject([{ unread: true, anchor: `m-${again.messageId}` }]);
    expect(await unreadCount(as(db, ann), "reporter")).toBe(1);
  });

  test("what somebody does not want there does not come there", async () => {
    await chooseNotifications(as(db, ann), { "reporter.message": { way: "mail", inbox: false } });
    await sendMessage(as(db, triager), reference, { text: "One." });
    // The first message acknowledges besides.
    expect((await box(ann, "reporter"))[0]?.events).toEqual([{ event: "reporter.status", times: 1 }]);
  });
});

describe("working through it", () => {
  test("done, undone, done again, and back by itself when something happens", async () => {
    const { at } = await markDone(as(db, triager), "staff", reference);
    expect([await box(triager, "staff"), await unreadCount(as(db, triager), "staff")]).toEqual([[], 0]);
    expect(await box(triager, "staff", "done")).toMatchObject([{ doneAt: at.toISOString() }]);
    await expect(markDone(as(db, triager), "staff", reference)).rejects.toMatchObject({ code: "CONFLICT" });
    await undoDone(as(db, triager), "staff", reference, at);
    await expect(undoDone(as(db, triager), "staff", reference, at)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await box(triager, "staff")).toHaveLength(1);
    await markDone(as(db, triager), "staff", reference);
    await sendMessage(as(db, ann), reference, { text: "More." });
    expect(await box(triager, "staff")).toMatchObject([
      { events: [{ event: "staff.message", times: 1 }], unread: true },
    ]);
    // The coordinator's own entry was never touched.
    expect((await box(coordinator, "staff"))[0]?.events).toHaveLength(2);
  });

  test("the second of two that finish at once loses", async () => {
    const both = await Promise.allSettled([1, 2].map(() => markDone(as(db, triager), "staff", reference)));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("put aside until its time, until it is taken back, or until something happens", async () => {
    const { until } = await snoozeEntry(as(db, triager), "staff", reference, { snooze: "morning", day: "" });
    expect([await box(triager, "staff"), await box(triager, "staff", "snoozed")]).toMatchObject([
      [],
      [{ snoozedUntil: until.toISOString() }],
    ]);
    expect(await box(triager, "staff", "todo", new Date(until.getTime() + 1))).toHaveLength(1);
    await wakeEntry(as(db, triager), "staff", reference);
    expect(await box(triager, "staff")).toHaveLength(1);
    await snoozeEntry(as(db, triager), "staff", reference, { snooze: "week", day: "" });
    await sendMessage(as(db, ann), reference, { text: "More." });
    expect(await box(triager, "staff", "snoozed")).toEqual([]);
    expect((await box(triager, "staff"))[0]?.events).toHaveLength(2);
    await expect(
      snoozeEntry(as(db, triager), "staff", reference, { snooze: "day", day: "2020-01-01" }),
    ).rejects.toMatchObject({ code: "INVALID", fieldErrors: { day: [expect.any(String)] } });
  });

  test("what was done long ago is forgotten, by the portal alone", async () => {
    await markDone(as(db, triager), "staff", reference);
    await expect(forgetDone(as(db, triager))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await forgetDone(systemAt(db, later((DONE_DAYS - 1) * DAY)));
    expect(await box(triager, "staff", "done")).toHaveLength(1);
    await forgetDone(systemAt(db, later((DONE_DAYS + 1) * DAY)));
    expect(await box(triager, "staff", "done")).toEqual([]);
    expect(await box(coordinator, "staff")).toHaveLength(1);
  });
});

describe("access is asked for at reading", () => {
  test("a report that was restricted to others is gone, and does not count; nothing can be done to it", async () => {
    expect(await unreadCount(as(db, triager), "staff")).toBe(1);
    const { version } = await getStaffReport(as(db, coordinator), reference);
    await restrictReport(as(db, coordinator), reference, {
      version,
      readers: [memberHandle(coordinator.accountId)],
      reason: "It names a colleague.",
    });
    expect([await box(triager, "staff"), await unreadCount(as(db, triager), "staff")]).toEqual([[], 0]);
    for (const change of [
      () => markDone(as(db, triager), "staff", reference),
      () => undoDone(as(db, triager), "staff", reference, null),
      () => wakeEntry(as(db, triager), "staff", reference),
      () => snoozeEntry(as(db, triager), "staff", reference, { snooze: "week", day: "" }),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    const rows = await inTransaction(as(db, triager), (tx) => tx.db.select().from(inboxItems));
    expect(rows).toEqual([]);
    expect(await box(coordinator, "staff")).toHaveLength(1);
  });

  test("a role that ended: nothing; an entry of somebody else's, and one's own on the other side: NOT_FOUND", async () => {
    await inTransaction(systemAt(db), (tx) =>
      tx.db
        .update(memberships)
        .set({ endedAt: tx.now })
        .where(and(eq(memberships.accountId, triager.accountId), isNull(memberships.endedAt))),
    );
    expect([await box(triager, "staff"), await unreadCount(as(db, triager), "staff")]).toEqual([[], 0]);
    const elsewhere = await newStaff(db, smile, "coordinator");
    for (const [actor, side] of [
      [elsewhere, "staff"],
      [ann, "staff"],
      [coordinator, "reporter"],
      [await newResearcher(db), "reporter"],
    ] as const) {
      await expect(markDone(as(db, actor), side, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
    await expect(readInbox(as(db, { kind: "anonymous" }), "staff", { box: "todo" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a mention in a note", () => {
  const mailsOf = async ({ accountId }: { accountId: string }) =>
    (await inTransaction(systemAt(db), (tx) => tx.db.select().from(mails).where(eq(mails.accountId, accountId)))).map(
      ({ template }) => template,
    );
  const nameOf = async (who: Actor & { kind: "staff" }) => {
    const { colleagues } = await getStaffReport(as(db, coordinator), reference);
    return colleagues.find(({ handle }) => handle === memberHandle(who.accountId))?.name ?? "";
  };

  test("tells a colleague who reads the report, by inbox and mail, at the note", async () => {
    const before = (await mailsOf(triager)).length;
    const { untold } = await addNote(as(db, coordinator), reference, {
      text: `@${await nameOf(triager)}, please look.`,
    });
    expect(untold).toEqual([]);
    const { notes } = await getStaffReport(as(db, triager), reference);
    expect(notes[0]?.parts).toContainEqual({ text: `@${await nameOf(triager)}`, mention: true });
    expect((await box(triager, "staff"))[0]?.events).toContainEqual({ event: "staff.mention", times: 1 });
    expect((await mailsOf(triager)).length).toBe(before + 1);
    expect((await box(ann, "reporter")).flatMap(({ events }) => events)).toEqual([]);
  });

  test("of somebody without access tells and opens nothing, and its writer hears so; of oneself tells nobody (AZ-30)", async () => {
    const auditor = await member("auditor");
    const before = (await mailsOf(coordinator)).length;
    const text = `@${await nameOf(auditor)} and @${await nameOf(coordinator)}`;
    expect(await addNote(as(db, coordinator), reference, { text })).toEqual({
      untold: [memberHandle(auditor.accountId)],
    });
    expect(await mailsOf(auditor)).toEqual([]);
    expect(await box(auditor, "staff")).toEqual([]);
    await expect(getStaffReport(as(db, auditor), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await mailsOf(coordinator)).length).toBe(before);
    expect((await box(coordinator, "staff"))[0]?.events).toEqual([{ event: "staff.received", times: 1 }]);
  });

  test("in a reply is plain text", async () => {
    await sendMessage(as(db, coordinator), reference, { text: `@${await nameOf(triager)} will answer.` });
    const { messages } = await getReporterReport(as(db, ann), reference);
    expect(messages[0]?.html).toContain("will answer");
    expect(messages[0]?.html).not.toContain("<span");
    expect((await box(triager, "staff"))[0]?.events).toEqual([{ event: "staff.received", times: 1 }]);
  });
});
