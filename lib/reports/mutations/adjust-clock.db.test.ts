import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { clocks, messages } from "@/db/schema";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  reportRow,
  sendReport,
  systemAt,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { foldClocks } from "@/lib/sla/fold";
import { sendMessage } from "@/lib/threads/mutations";
import { inTransaction } from "../../request/transaction";
import { adjustmentSchema } from "../adjustments";
import { getReporterReport, getStaffReport } from "../queries";
import { adjustClock } from "./adjust-clock";
import { runOf } from "./loaded";

const database = await testDatabase();
const db = database.app;

type Role = "reporter" | "triager" | "coordinator" | "auditor" | "privacy" | "elsewhere" | "stranger";
let people: Record<Role, Actor>;
let policy: Awaited<ReturnType<typeof openPortal>>["smile"]["policy"];

beforeAll(async () => {
  const { smile, cardihab } = await openPortal(db);
  policy = smile.policy;
  people = {
    reporter: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    auditor: await newStaff(db, smile, "auditor"),
    privacy: await newStaff(db, smile, "privacy_officer"),
    elsewhere: await newStaff(db, cardihab, "coordinator"),
    stranger: await newResearcher(db),
  };
});

const TEXT = "The maintainer of the library answers next week.";
const DAY = 86_400_000;

/** A report whose next_update clock runs since a message of the team. */
async function answered(): Promise<{ reference: string; reportId: string }> {
  const sent = await sendReport(as(db, people.reporter), policy);
  await sendMessage(as(db, people.triager), sent.reference, { text: "We have it and look at it." });
  return sent;
}

async function adjust(who: Role, reference: string, given: Record<string, string>, at?: Date) {
  const { version } = await reportRow(db, reference);
  const input = adjustmentSchema.parse({ clock: "next_update", text: TEXT, version, ...given });
  return adjustClock(as(db, people[who], at), reference, input);
}

const unfinished = async (reportId: string) => {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(clocks).where(eq(clocks.reportId, reportId)),
  );
  return rows.map(runOf).filter(({ clock, stoppedAt }) => clock === "next_update" && stoppedAt === null);
};

test("a pause tells the reporter why, stands still, and the ledger folds to what is stored", async () => {
  const { reference, reportId } = await answered();
  const { messageId } = await adjust("triager", reference, { adjustment: "pause", because: "waiting_on_third_party" });
  expect(await unfinished(reportId)).toMatchObject([{ pausedBecause: "waiting_on_third_party" }]);
  const { due: before } = (await unfinished(reportId))[0] ?? { due: "" };

  const seen = await getReporterReport(as(db, people.reporter), reference);
  expect(seen.messages.find(({ id }) => id === messageId)?.html).toContain("The maintainer of the library");
  expect(seen.timeline.map(({ sentence }) => sentence)).toContain(
    "The team paused its clock “Next update”; the message says why.",
  );
  const events = await ledgerOf(db, reportId);
  expect(events.at(-1)?.payload).toMatchObject({ type: "clock.adjusted", adjustment: "pause", messageId });
  expect(JSON.stringify(events)).not.toContain("maintainer");

  await adjust("triager", reference, { adjustment: "resume" }, new Date(Date.now() + 5 * DAY));
  const [resumed] = await unfinished(reportId);
  expect(resumed?.pausedAt).toBeNull();
  expect(Date.parse(resumed?.due ?? "")).toBeGreaterThan(Date.parse(before));
  await expectFoldedAsStored(reportId);
});

async function expectFoldedAsStored(reportId: string) {
  const all = await ledgerOf(db, reportId);
  const folded = foldClocks(
    all.map(({ at, payload }) => ({ at: at.toISOString(), effects: "clocks" in payload ? payload.clocks : [] })),
  );
  const stored = await inTransaction(systemAt(db), (tx) =>
    tx.db.select().from(clocks).where(eq(clocks.reportId, reportId)),
  );
  const byRun = (a: { clock: string; run: number }, b: { clock: string; run: number }) =>
    a.clock.localeCompare(b.clock) || a.run - b.run;
  expect(folded.sort(byRun)).toEqual(stored.map(runOf).sort(byRun));
}

test("fifty pauses and resumes at once leave waits that follow each other, and what the ledger tells (CC-05)", async () => {
  const { reference, reportId } = await answered();
  const [before] = await unfinished(reportId);
  const results = await Promise.allSettled(
    Array.from({ length: 50 }, (_, index) =>
      adjust(
        index % 3 === 0 ? "coordinator" : "triager",
        reference,
        index % 2 === 0 ? { adjustment: "pause", because: "waiting_on_us" } : { adjustment: "resume" },
      ),
    ),
  );
  const refused = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  for (const reason of refused) expect(reason).toMatchObject({ code: "CONFLICT" });
  const told = (await ledgerOf(db, reportId)).flatMap(({ at, payload }) =>
    payload.type === "clock.adjusted" ? [{ at, adjustment: payload.adjustment }] : [],
  );
  expect(told).toHaveLength(50 - refused.length);
  expect(told.map(({ adjustment }) => adjustment)).toEqual(
    told.map((_, index) => (index % 2 === 0 ? "pause" : "resume")),
  );
  const times = told.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
  await expectFoldedAsStored(reportId);
  const [after] = await unfinished(reportId);
  expect(Date.parse(after?.due ?? "")).toBeGreaterThanOrEqual(Date.parse(before?.due ?? ""));
});

test("more time moves the due date, and only a coordinator gives it", async () => {
  const { reference, reportId } = await answered();
  await expect(adjust("triager", reference, { adjustment: "extend", amount: "5" })).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: "Only a coordinator of this program can extend a clock.",
  });
  const offered = async (who: "triager" | "coordinator") =>
    (await getStaffReport(as(db, people[who]), reference)).adjustable;
  expect(await offered("triager")).toEqual([{ clock: "next_update", adjustments: ["pause"] }]);
  expect(await offered("coordinator")).toEqual([{ clock: "next_update", adjustments: ["pause", "extend"] }]);
  const [before] = await unfinished(reportId);
  await adjust("coordinator", reference, { adjustment: "extend", amount: "5", unit: "day" });
  const [after] = await unfinished(reportId);
  expect(Date.parse(after?.due ?? "") - Date.parse(before?.due ?? "")).toBeGreaterThanOrEqual(5 * DAY - 3_600_000);
  expect(after?.derivation.join(" ")).toContain("Extended by 5 days");
});

test.each(["auditor", "privacy", "elsewhere", "stranger"] as const)("%s finds no such report", async (who) => {
  const { reference } = await answered();
  await expect(adjust(who, reference, { adjustment: "pause", because: "waiting_on_us" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("the reporter may not, and nothing is written", async () => {
  const { reference, reportId } = await answered();
  const count = (await ledgerOf(db, reportId)).length;
  await expect(adjust("reporter", reference, { adjustment: "pause", because: "waiting_on_us" })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect(await ledgerOf(db, reportId)).toHaveLength(count);
});

test("a clock that does not stand like that is a conflict that keeps no message", async () => {
  const { reference, reportId } = await answered();
  const sent = () =>
    inTransaction(systemAt(db), (tx) => tx.db.select().from(messages).where(eq(messages.reportId, reportId)));
  const before = (await sent()).length;
  await expect(adjust("triager", reference, { adjustment: "resume" })).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(
    adjust("triager", reference, { adjustment: "pause", because: "waiting_on_us", clock: "fix" }),
  ).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await sent()).toHaveLength(before);
});

test("the second of two at once loses", async () => {
  const { reference, reportId } = await answered();
  const pause = () => adjust("triager", reference, { adjustment: "pause", because: "waiting_on_us" });
  const results = await Promise.allSettled([pause(), pause()]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const adjusted = (await ledgerOf(db, reportId)).filter(({ payload }) => payload.type === "clock.adjusted");
  expect(adjusted).toHaveLength(1);
});
