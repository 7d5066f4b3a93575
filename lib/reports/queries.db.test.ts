import { beforeAll, describe, expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, sendReport, type TestProgram } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { THREAD_PAGE } from "@/lib/threads/queries";
import { moveSchema } from "./moves";
import { moveReport } from "./mutations/move";
import { getReporterReport, getStaffReport } from "./queries";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let reporter: Actor;
let triager: Actor;
let coordinator: Actor;
let reference: string;

const ADDRESS = "moth@private.example";
const NOTE = "Looks like the parser of last spring; ask Imre.";
const REASON = "The same text came from forty addresses today.";

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  reporter = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  coordinator = await newStaff(db, smile, "coordinator");
  ({ reference } = await sendReport(as(db, reporter), smile.policy, { email: ADDRESS }));
}, 60_000);

const refused = { code: "NOT_FOUND", message: "Page not found" };

describe("who may not read a report", () => {
  const STAFF = ["policy_owner", "executive", "privacy_officer", "auditor", "admin"] as const;

  test("on the desk: its reporter, others, staff without a reading role or of the other program", async () => {
    const outsiders: Actor[] = [
      { kind: "anonymous" },
      { kind: "pending", accountId: triager.kind === "staff" ? triager.accountId : "" },
      { kind: "system", job: "test" },
      reporter,
      await newResearcher(db),
      await newStaff(db, cardihab, "triager"),
      await newStaff(db, cardihab, "coordinator"),
    ];
    for (const role of STAFF) outsiders.push(await newStaff(db, smile, role));
    for (const actor of outsiders) {
      await expect(getStaffReport(as(db, actor), reference)).rejects.toMatchObject(refused);
    }
    for (const actor of [triager, coordinator]) {
      expect((await getStaffReport(as(db, actor), reference)).reference).toBe(reference);
    }
  });

  test("as the reporter: everybody else, its own program's staff included", async () => {
    for (const actor of [{ kind: "anonymous" } as Actor, await newResearcher(db), triager, coordinator]) {
      await expect(getReporterReport(as(db, actor), reference)).rejects.toMatchObject(refused);
    }
    expect((await getReporterReport(as(db, reporter), reference)).reference).toBe(reference);
  });

  test("staff who report to their own program do not triage what they sent", async () => {
    const { reference: own } = await sendReport(as(db, triager), smile.policy);
    await expect(getStaffReport(as(db, triager), own)).rejects.toMatchObject(refused);
    expect((await getStaffReport(as(db, coordinator), own)).reference).toBe(own);
  });

  test("what does not exist is refused in the same words", async () => {
    await expect(getStaffReport(as(db, triager), "SDH-0000-0000")).rejects.toMatchObject(refused);
    await expect(getReporterReport(as(db, reporter), "SDH-0000-0000")).rejects.toMatchObject(refused);
  });
});

describe("what each side gets", () => {
  test("no note and no reason of staff reaches the reporter, in any part of their report", async () => {
    await addNote(as(db, triager), reference, { text: NOTE });
    const { reference: spam } = await sendReport(as(db, reporter), smile.policy);
    await moveReport(as(db, triager), spam, moveSchema.parse({ move: "close_spam", version: 1, reason: REASON }));
    for (const [which, text] of [
      [reference, NOTE],
      [spam, REASON],
    ] as const) {
      const theirs = await getReporterReport(as(db, reporter), which);
      expect(JSON.stringify(theirs)).not.toContain(text);
      expect(JSON.stringify(theirs)).not.toMatch(/note/i);
      const ours = await getStaffReport(as(db, coordinator), which);
      expect(ours.notes.map((note) => note.text)).toEqual([text]);
    }
  });

  test("staff read how the reporter is called, and not their address", async () => {
    const ours = await getStaffReport(as(db, triager), reference);
    expect(ours.reporterHandle).toBe("quietmoth");
    expect(JSON.stringify(ours)).not.toContain(ADDRESS);
    expect(JSON.stringify(await getReporterReport(as(db, reporter), reference))).toContain(ADDRESS);
  });

  test("the reporter reads no name of a member of staff", async () => {
    const theirs = await getReporterReport(as(db, reporter), reference);
    expect(JSON.stringify(theirs)).not.toContain("Somebody");
  });

  test("the coordinator settles credit; a triager reads it", async () => {
    expect((await getStaffReport(as(db, coordinator), reference)).maySettleCredit).toBe(true);
    const ours = await getStaffReport(as(db, triager), reference);
    expect(ours.maySettleCredit).toBe(false);
    expect(ours.credits).toHaveLength(1);
  });

  test("each is offered the moves of their side alone", async () => {
    const offered = async (actor: Actor) =>
      (await getStaffReport(as(db, actor), reference)).moves.map(({ move }) => move);
    expect(await offered(triager)).toEqual(["acknowledge", "start_checking", "reject", "close_spam"]);
    const theirs = await getReporterReport(as(db, reporter), reference);
    expect(theirs.moves.map(({ move }) => move)).toEqual(["withdraw"]);
  });
});

describe("the thread", () => {
  let long: string;

  beforeAll(async () => {
    ({ reference: long } = await sendReport(as(db, reporter), smile.policy));
    for (let index = 0; index < THREAD_PAGE + 2; index += 1) {
      const at = new Date(Date.now() + index * 1000);
      await sendMessage(as(db, index % 2 === 0 ? triager : reporter, at), long, { text: `Message ${index}.` });
    }
  }, 120_000);

  const words = (messages: readonly { html: string }[]) =>
    messages.map(({ html }) => html.replaceAll(/<[^>]+>/g, "").trim());

  test("shows its newest messages, oldest first, and leads to the ones before", async () => {
    const newest = await getStaffReport(as(db, triager), long);
    expect(newest.moreMessages).toBe(true);
    expect(words(newest.messages)).toEqual(Array.from({ length: THREAD_PAGE }, (_, index) => `Message ${index + 2}.`));
    const older = await getStaffReport(as(db, triager), long, { before: newest.messages[0]?.id });
    expect(words(older.messages)).toEqual(["Message 0.", "Message 1."]);
    expect(older.moreMessages).toBe(false);
  });

  test("brings the last ten promises of a next update, with the one that runs, however many were met before", async () => {
    const { clocks } = await getReporterReport(as(db, reporter), long);
    const updates = clocks
      .filter(({ clock }) => clock === "next_update")
      .map(({ run, tookMs }) => [run, tookMs === null]);
    const newest = THREAD_PAGE / 2 + 1;
    expect(updates.sort(([a], [b]) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 10 }, (_, index) => [newest - 9 + index, index === 9]),
    );
  });

  test("shows the page on which a linked message stands, and the way on from there", async () => {
    const newest = await getStaffReport(as(db, triager), long);
    const [first] = (await getStaffReport(as(db, triager), long, { before: newest.messages[0]?.id })).messages;
    const linked = await getStaffReport(as(db, triager), long, { at: first?.id });
    expect(words(linked.messages)).toEqual(
      Array.from({ length: THREAD_PAGE / 2 + 1 }, (_, index) => `Message ${index}.`),
    );
    expect([linked.moreMessages, linked.newerMessages]).toEqual([false, true]);
    const last = newest.messages.at(-1)?.id;
    for (const at of [last, "unknown"]) {
      const page = await getStaffReport(as(db, triager), long, { at });
      expect([words(page.messages), page.newerMessages]).toEqual([words(newest.messages), false]);
    }
  });

  test("quotes a message for who answers it, and opens the text of one's own alone for changing", async () => {
    const { messages: page } = await getStaffReport(as(db, triager), long);
    const [own, other] = [page.find(({ mine }) => mine)?.id, page.find(({ side }) => side === "reporter")?.id];
    const asked = await getStaffReport(as(db, triager), long, { quote: other, edit: own });
    expect(asked.quoted).toMatch(/^> Message \d+\.\n\n$/);
    expect(asked.editing).toEqual({ id: own, text: expect.stringMatching(/^Message/) });
    expect((await getStaffReport(as(db, triager), long, { edit: other })).editing).toBeNull();
    const elsewhere = await sendReport(as(db, reporter), smile.policy);
    const lost = await getStaffReport(as(db, triager), elsewhere.reference, { quote: other, edit: own });
    expect([lost.quoted, lost.editing]).toEqual(["", null]);
  });

  test("marks what the other side wrote as new until it was seen", async () => {
    const later = new Date(Date.now() + 3_600_000);
    const fresh = async () =>
      (await getReporterReport(as(db, reporter, later), long)).messages.filter(({ unread }) => unread);
    const before = await fresh();
    expect(before).toHaveLength(THREAD_PAGE / 2);
    expect(new Set(before.map(({ side }) => side))).toEqual(new Set(["staff"]));
    await getReporterReport(as(db, reporter, later), long, { seen: true });
    expect(await fresh()).toEqual([]);
  });

  test("renders a message as harmless HTML", async () => {
    const { reference: shown } = await sendReport(as(db, reporter), smile.policy);
    await sendMessage(as(db, reporter), shown, {
      text: "<img src=x onerror=alert(1)> **bold** ![i](https://t.example/p)",
    });
    const [message] = (await getStaffReport(as(db, triager), shown)).messages;
    expect(message?.html).toContain("<strong>bold</strong>");
    expect(message?.html).not.toContain("<img");
    expect(message).toMatchObject({ side: "reporter", from: "Reporter", unread: true });
  });
});
