import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { openSql } from "@/db/connection";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendGuestReport,
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
import { addNote, sendMessage } from "@/lib/threads/mutations";
import { memberHandle } from "../reports/member-handle";
import { CHANNEL, readSignal, type Signal } from "./change";
import { clearPresences, sayPresent } from "./presence/mutations";
import { whoIsPresent } from "./presence/queries";
import { changesFor, changesSince } from "./queries";

const database = await testDatabase();
const db = database.app;

type Staff = Actor & { kind: "staff" };
let smile: TestProgram;
let people: Record<"ann" | "bob", Actor> & Record<"triager" | "coordinator" | "elsewhere" | "auditor", Staff>;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  people = {
    ann: await newResearcher(db),
    bob: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    elsewhere: await newStaff(db, portal.cardihab, "coordinator"),
    auditor: await newStaff(db, smile, "auditor"),
  };
});

type Person = keyof typeof people;
const send = () => sendReport(as(db, people.ann), smile.policy);
const whole = (reportId: string): Signal[] => [{ kind: "events", reportId, from: 1, to: 1000 }];
const hears = async (actor: Actor, signals: Signal[]) =>
  (await changesFor(as(db, actor), signals)).map(({ what, own }) => (own ? `own ${what}` : what)).sort();

/** The last events alone, as they are told when they are committed. */
async function newest(reportId: string, count = 1): Promise<Signal[]> {
  const { length } = await ledgerOf(db, reportId);
  return [{ kind: "events", reportId, from: length - count + 1, to: length }];
}

describe("what a listener hears", () => {
  test("of a message: both sides, the writer as their own, and nobody else", async () => {
    const { reference, reportId } = await send();
    await moveReport(as(db, people.triager), reference, moveSchema.parse({ move: "acknowledge", version: 1 }));
    await sendMessage(as(db, people.triager), reference, { text: "We are looking." });
    const signals = await newest(reportId);
    expect(await changesFor(as(db, people.ann), signals)).toEqual([{ reference, what: "message", own: false }]);
    expect(await hears(people.coordinator, signals)).toEqual(["message"]);
    expect(await hears(people.triager, signals)).toEqual(["own message"]);
    for (const who of ["bob", "elsewhere", "auditor"] as const) expect(await hears(people[who], signals)).toEqual([]);
    expect(await hears({ kind: "anonymous" }, signals)).toEqual([]);
  });

  test("of a note: its program's staff; the reporter's stream says nothing at all, resumed neither", async () => {
    const { reference, reportId } = await send();
    const before = Date.now();
    await getReporterReport(as(db, people.ann), reference, { seen: true });
    await addNote(as(db, people.triager), reference, { text: "Between us." });
    const signals = await newest(reportId);
    expect(await hears(people.coordinator, signals)).toEqual(["note"]);
    expect(await hears(people.ann, signals)).toEqual([]);
    const { missed } = await changesSince(as(db, people.ann), String(before));
    // The report itself was sent within the overlap.
    expect(missed?.filter((change) => change.reference === reference && change.what === "note")).toEqual([]);
    expect(JSON.stringify(await getReporterReport(as(db, people.ann), reference))).not.toMatch(/note/i);
    const staff = await changesSince(as(db, people.coordinator), String(before));
    expect(staff.missed).toContainEqual({ reference, what: "note", own: false });
  });

  test("of a report by receipt code: whoever holds it", async () => {
    const { reference, holder } = await sendGuestReport(db, smile.policy);
    await sendMessage(as(db, people.triager), reference, { text: "Which version?" });
    const { id } = await reportRow(db, reference);
    expect(await hears(holder, whole(id))).toEqual(["message", "other", "status"]);
  });

  test("of a restricted report: the people named, from that moment on", async () => {
    const { reference, reportId } = await send();
    expect(await hears(people.triager, whole(reportId))).not.toEqual([]);
    const { version } = await reportRow(db, reference);
    const handles = [memberHandle(people.coordinator.accountId)];
    await restrictReport(as(db, people.coordinator), reference, {
      version,
      readers: handles,
      reason: "It names a colleague.",
    });
    await sayPresent(as(db, people.coordinator), reference, "replying");
    expect(await hears(people.triager, whole(reportId))).toEqual([]);
    expect(await whoIsPresent(as(db, people.triager))).toEqual({});
    expect(await hears(people.coordinator, whole(reportId))).not.toEqual([]);
  });

  test("once a membership has ended: nothing, whatever the stream's actor still believes", async () => {
    const { reportId } = await send();
    const former = await newStaff(db, smile, "triager");
    expect(await hears(former, whole(reportId))).not.toEqual([]);
    await inTransaction(systemAt(db), (tx) =>
      tx.db.execute(sql`update memberships set ended_at = now() where account_id = ${former.accountId}`),
    );
    expect(await hears(former, whole(reportId))).toEqual([]);
  });
});

describe("a stream that comes back", () => {
  test("hears what it missed; away too long, it is told to look anew; the first time, nothing", async () => {
    const { reference } = await send();
    const last = String(Date.now());
    await sendMessage(as(db, people.triager), reference, { text: "Meanwhile." });
    const { missed } = await changesSince(as(db, people.ann), last);
    expect(missed).toContainEqual({ reference, what: "message", own: false });
    expect((await changesSince(as(db, people.bob), last)).missed).toEqual([]);
    expect((await changesSince(as(db, people.ann), null)).missed).toEqual([]);
    expect((await changesSince(as(db, people.ann), String(Date.now() - 86_400_000))).missed).toBeNull();
  });
});

describe("the channel", () => {
  test("carries ids and numbers when it is committed, and nothing when it is not", async () => {
    const listening = openSql(database.appUrl);
    const said: string[] = [];
    await listening.listen(CHANNEL, (text) => said.push(text));
    const { reference, reportId } = await send();
    await addNote(as(db, people.triager), reference, { text: "A secret word: zyxwv." });
    await expect(sendMessage(as(db, people.bob), reference, { text: "x" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await getStaffReport(as(db, people.triager), reference, { seen: true });
    await expect.poll(() => said.some((text) => text.startsWith(`seen ${reportId}`))).toBe(true);
    await listening.end();
    expect(said.every((text) => readSignal(text) !== null)).toBe(true);
    const kinds = said.filter((text) => text.includes(reportId)).map((text) => text.split(" ")[0]);
    expect(kinds.slice(0, 2)).toEqual(["events", "events"]);
    expect(said.join()).not.toContain("zyxwv");
  });
});

describe("presence", () => {
  const seenBy = async (who: Person, reference: string) =>
    ((await whoIsPresent(as(db, people[who])))[reference] ?? []).map(({ role, doing }) => `${role} ${doing}`);

  test("is seen by colleagues who read the report, in words; never by oneself or the reporter", async () => {
    const { reference } = await send();
    await sayPresent(as(db, people.triager), reference, "viewing");
    expect(await seenBy("coordinator", reference)).toEqual(["triager viewing"]);
    await sayPresent(as(db, people.triager), reference, "replying");
    expect(await seenBy("coordinator", reference)).toEqual(["triager replying"]);
    for (const who of ["triager", "elsewhere", "auditor", "ann"] as const)
      expect(await seenBy(who, reference)).toEqual([]);
    const signal: Signal = {
      kind: "presence",
      reportId: (await reportRow(db, reference)).id,
      by: people.triager.accountId,
    };
    expect(await hears(people.ann, [signal])).toEqual([]);
    expect(await hears(people.coordinator, [signal])).toEqual(["presence"]);
    await sayPresent(as(db, people.triager), reference, "gone");
    expect(await seenBy("coordinator", reference)).toEqual([]);
  });

  test("is forgotten by itself, and cannot be claimed by who does not work on the report", async () => {
    const { reference } = await send();
    await sayPresent(as(db, people.triager), reference, "viewing");
    await inTransaction(systemAt(db), (tx) =>
      tx.db.execute(sql`update presences set until = clock_timestamp() where account_id = ${people.triager.accountId}`),
    );
    expect(await seenBy("coordinator", reference)).toEqual([]);
    await expect(clearPresences(as(db, people.coordinator))).rejects.toMatchObject({ code: "FORBIDDEN" });
    await clearPresences(systemAt(db));
    const [left] = await inTransaction(systemAt(db), (tx) =>
      tx.db.execute<{ n: number }>(
        sql`select count(*)::int as n from presences where account_id = ${people.triager.accountId}`,
      ),
    );
    expect(left?.n).toBe(0);
    for (const who of ["ann", "bob", "elsewhere", "auditor"] as const) {
      await expect(sayPresent(as(db, people[who]), reference, "viewing")).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
