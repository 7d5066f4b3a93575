import { beforeAll, describe, expect, test } from "vitest";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { sendMessage } from "@/lib/threads/mutations";
import { listQueue } from "@/lib/triage/queries";
import { moveSchema } from "../moves";
import { getReporterReport } from "../queries";
import { moveReport } from "./move";
import { snoozeReport, wakeReport } from "./snooze";

const database = await testDatabase();
const db = database.app;
const HOUR = 3_600_000;

let smile: TestProgram;
let reporter: Actor;
let triager: Actor & { kind: "staff" };
let elsewhere: Actor;

beforeAll(async () => {
  let cardihab: TestProgram;
  ({ smile, cardihab } = await openPortal(db));
  reporter = await newResearcher(db);
  triager = await newStaff(db, smile, "triager");
  elsewhere = await newStaff(db, cardihab, "coordinator");
}, 120_000);

const send = () => sendReport(as(db, reporter), smile.policy);
const snooze = (reference: string, version = 1, who: Actor = triager) =>
  snoozeReport(as(db, who), reference, { version, snooze: "hours" });
const queued = async (at?: Date) =>
  (await listQueue(as(db, triager, at), { queue: "new" })).rows.map(({ reference }) => reference);

describe("putting a report aside", () => {
  test("takes it out of triage until its time, leaves its event and every clock as it is", async () => {
    const { reference, reportId } = await send();
    const before = (await listQueue(as(db, triager), { queue: "open" })).rows.find(
      (row) => row.reference === reference,
    );
    const { until } = await snooze(reference);
    expect(await queued()).not.toContain(reference);
    expect(await queued(new Date(Date.parse(until) - 60_000))).not.toContain(reference);
    expect(await queued(new Date(Date.parse(until) + 60_000))).toContain(reference);
    const after = (await listQueue(as(db, triager), { queue: "open" })).rows.find((row) => row.reference === reference);
    expect(after).toMatchObject({ asleepUntil: until, version: 2 });
    expect(after?.clocks.map(({ due }) => due)).toEqual(before?.clocks.map(({ due }) => due));
    expect((await ledgerOf(db, reportId)).at(-1)?.payload).toEqual({ type: "report.snoozed", snooze: "hours", until });
    const mine = await getReporterReport(as(db, reporter), reference);
    expect(JSON.stringify(mine.timeline)).not.toMatch(/aside/);
  });

  test("ends when the reporter writes, and by hand", async () => {
    const { reference } = await send();
    await snooze(reference);
    await sendMessage(as(db, reporter, new Date(Date.now() + HOUR)), reference, { text: "One thing more." });
    expect(await queued(new Date(Date.now() + 2 * HOUR))).toContain(reference);

    const other = await send();
    await snooze(other.reference);
    await wakeReport(as(db, triager), other.reference, { version: 2 });
    expect(await queued()).toContain(other.reference);
    expect((await ledgerOf(db, other.reportId)).at(-1)?.payload).toEqual({ type: "report.woken" });
    await expect(wakeReport(as(db, triager), other.reference, { version: 3 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  test("is nobody's but the team's", async () => {
    const { reference } = await send();
    await expect(snooze(reference, 1, elsewhere)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(snooze(reference, 1, { kind: "anonymous" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(snooze(reference, 1, reporter)).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await reportRow(db, reference)).snoozedUntil).toBeNull();
  });

  test("is refused for what is closed, and for the second of two", async () => {
    const closed = await send();
    const given = { move: "close_spam", version: 1, reason: "Advertising." };
    await moveReport(as(db, triager), closed.reference, moveSchema.parse(given));
    await expect(snooze(closed.reference, 2)).rejects.toMatchObject({ code: "CONFLICT" });

    const { reference } = await send();
    const both = await Promise.allSettled([snooze(reference), snooze(reference)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });
});
