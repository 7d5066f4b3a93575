import { and, eq, inArray, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clockNotices, clocks, mails } from "@/db/schema";
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
import { sendMessage } from "@/lib/threads/mutations";
import { clockBoard } from "@/lib/triage/board/queries";
import { ring } from "@/lib/vault/ring";
import { openWithRing } from "@/lib/vault/seal";
import { memberHandle } from "../member-handle";
import { getReporterReport, getStaffReport } from "../queries";
import { assignReport } from "./assign";
import { type WatchPlace, watchClocks } from "./watch-clocks";

const database = await testDatabase();
const db = database.app;
const DAY = 86_400_000;
/** A Monday: acknowledge is due by the end of Wednesday, verify by the end of the Monday after. */
const MONDAY = new Date("2026-03-02T15:00:00Z");
const daysOn = (days: number) => new Date(MONDAY.getTime() + days * DAY);

let smile: TestProgram;
let people: Record<
  "reporter" | "triager" | "second" | "coordinator" | "auditor" | "elsewhere",
  Actor & { accountId: string }
>;

beforeAll(async () => {
  const portal = await openPortal(db);
  smile = portal.smile;
  people = {
    reporter: await newResearcher(db),
    triager: await newStaff(db, smile, "triager"),
    second: await newStaff(db, smile, "triager"),
    coordinator: await newStaff(db, smile, "coordinator"),
    auditor: await newStaff(db, smile, "auditor"),
    elsewhere: await newStaff(db, portal.cardihab, "coordinator"),
  };
});

type Told = { accountId: string | null; items: { reference: string; clock: string; threshold: string }[] };

/** The mails that a round promised, opened. */
async function round(at: Date): Promise<Told[]> {
  const system = systemAt(db, at);
  const known = await inTransaction(system, (tx) => tx.db.select({ id: mails.id }).from(mails));
  await watchClocks(system);
  const all = await inTransaction(system, (tx) => tx.db.select().from(mails));
  return all
    .filter(({ id, template }) => template === "clock_news" && !known.some((mail) => mail.id === id))
    .map((mail) => ({
      accountId: mail.accountId,
      items: JSON.parse(
        openWithRing(ring(), { table: "mails", column: "params_sealed", rowId: mail.id }, mail.paramsSealed),
      ).items,
    }));
}

const of = (told: readonly Told[], reference: string) =>
  told.flatMap(({ accountId, items }) =>
    items
      .filter((item) => item.reference === reference)
      .map(({ clock, threshold }) => [nameOf(accountId), clock, threshold].join(" ")),
  );
const nameOf = (accountId: string | null) =>
  Object.entries(people).find(([, { accountId: id }]) => id === accountId)?.[0] ?? "somebody else";

const send = () => sendReport(as(db, people.reporter, MONDAY), smile.policy);
const assign = async (who: keyof typeof people, reference: string, to: keyof typeof people | null) => {
  const { version } = await reportRow(db, reference);
  return assignAt(version, who, reference, to);
};

/** With the version that somebody has on their screen. */
const assignAt = (version: number, who: keyof typeof people, reference: string, to: keyof typeof people | null) => {
  const assignee = to === null ? null : memberHandle(people[to].accountId);
  return assignReport(as(db, people[who], MONDAY), reference, { assignee, version });
};

beforeEach(async () => {
  // Rounds of one test do not tell of the reports of another.
  await inTransaction(systemAt(db), (tx) =>
    tx.db.update(clocks).set({ voided: true }).where(sql`${clocks.stoppedAt} is null`),
  );
});

describe("the watch over clocks", () => {
  test("tells each threshold once, the carrier first, then the team, then its leads", async () => {
    const { reference, reportId } = await send();
    await assign("triager", reference, "second");
    expect(of(await round(daysOn(0.5)), reference)).toEqual([]);
    expect(of(await round(daysOn(1.5)), reference)).toEqual(["second acknowledge half"]);
    expect(of(await round(daysOn(1.6)), reference)).toEqual([]);
    expect(of(await round(daysOn(2.2)), reference).sort()).toEqual([
      "second acknowledge most",
      "triager acknowledge most",
    ]);
    const late = of(await round(daysOn(3)), reference).sort();
    expect(late).toEqual(["coordinator acknowledge over", "second acknowledge over", "triager acknowledge over"]);
    expect(of(await round(daysOn(3.1)), reference)).toEqual([]);

    const overdue = (await ledgerOf(db, reportId)).filter(({ payload }) => payload.type === "clock.overdue");
    expect(overdue.map(({ payload }) => payload)).toEqual([
      { type: "clock.overdue", clock: "acknowledge", run: 1, due: "2026-03-05T05:00:00.000Z" },
    ]);
  });

  test("after days without a worker each reader gets one mail, each breach one event with its true time (CC-16)", async () => {
    const one = await send();
    const two = await send();
    const told = await round(daysOn(30));
    const mine = told.filter(({ items }) => items.some(({ reference }) => reference === one.reference));
    expect(mine.map(({ accountId }) => nameOf(accountId)).sort()).toEqual(["coordinator", "second", "triager"]);
    expect(of(told, one.reference).filter((line) => line.startsWith("triager"))).toEqual([
      "triager acknowledge over",
      "triager verify over",
    ]);
    expect(of(told, two.reference)).toHaveLength(6);
    for (const { reportId } of [one, two]) {
      const events = (await ledgerOf(db, reportId)).filter(({ payload }) => payload.type === "clock.overdue");
      expect(events.map(({ payload }) => "due" in payload && payload.due)).toEqual([
        "2026-03-05T05:00:00.000Z",
        "2026-03-10T04:00:00.000Z",
      ]);
    }
    expect(await round(daysOn(31))).toEqual([]);
  });

  test("two workers at once tell it once", async () => {
    const { reference, reportId } = await send();
    await Promise.all([watchClocks(systemAt(db, daysOn(3))), watchClocks(systemAt(db, daysOn(3)))]);
    const notices = await inTransaction(systemAt(db), (tx) =>
      tx.db.select().from(clockNotices).where(eq(clockNotices.reportId, reportId)),
    );
    expect(
      notices
        .filter(({ clock }) => clock === "acknowledge")
        .map(({ threshold }) => threshold)
        .sort(),
    ).toEqual(["half", "most", "over"]);
    const overdue = (await ledgerOf(db, reportId)).filter(({ payload }) => payload.type === "clock.overdue");
    expect(overdue).toHaveLength(1);
    expect(of(await round(daysOn(3)), reference)).toEqual([]);
  });

  test("rounds come to their end, past clocks of which there is nothing to tell yet", async () => {
    const sent = [await send(), await send(), await send()];
    const system = systemAt(db, daysOn(2));
    let rounds = 0;
    for (let after: WatchPlace | undefined; rounds < 1000; rounds += 1) {
      const { next } = await watchClocks(system, { round: 1, ...(after ? { after } : {}) });
      if (next === null) break;
      after = next;
    }
    expect(rounds).toBeGreaterThanOrEqual(sent.length);
    expect(rounds).toBeLessThan(1000);
    const reportIds = sent.map(({ reportId }) => reportId);
    const noticed = await inTransaction(system, (tx) =>
      tx.db
        .selectDistinct({ id: clockNotices.reportId })
        .from(clockNotices)
        .where(inArray(clockNotices.reportId, reportIds)),
    );
    expect(noticed).toHaveLength(sent.length);
  });

  test("a late clock of which all was told is out of the watch, until more time moves its due date", async () => {
    const { reference, reportId } = await send();
    const watched = () =>
      inTransaction(systemAt(db), (tx) =>
        tx.db
          .select({ clock: clocks.clock })
          .from(clocks)
          .where(
            and(
              eq(clocks.reportId, reportId),
              eq(clocks.clock, "acknowledge"),
              sql`told_due_at is distinct from due_at`,
            ),
          ),
      );
    expect(await watched()).toHaveLength(1);
    expect(of(await round(daysOn(3)), reference)).toContain("triager acknowledge over");
    expect(await watched()).toEqual([]);
    expect(of(await round(daysOn(4)), reference).filter((told) => told.includes("acknowledge"))).toEqual([]);
    await inTransaction(systemAt(db), (tx) =>
      tx.db
        .update(clocks)
        .set({ dueAt: daysOn(20) })
        .where(and(eq(clocks.reportId, reportId), eq(clocks.clock, "acknowledge"))),
    );
    expect(await watched()).toHaveLength(1);
    expect(of(await round(daysOn(21)), reference)).toContain("triager acknowledge over");
    expect(await watched()).toEqual([]);
  });

  test("says nothing of a clock that has stopped", async () => {
    const { reference } = await send();
    await sendMessage(as(db, people.triager, daysOn(1)), reference, { text: "We have it." });
    expect(of(await round(daysOn(3)), reference)).toEqual([]);
  });

  test.each(["triager", "coordinator", "reporter"] as const)("is not for %s to run", async (who) => {
    await expect(watchClocks(as(db, people[who]))).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("the reporter reads that a date passed, and nothing of who carries the report", async () => {
    const { reference } = await send();
    await assign("triager", reference, "second");
    await round(daysOn(3));
    const { timeline } = await getReporterReport(as(db, people.reporter, daysOn(3)), reference);
    expect(timeline.map(({ sentence }) => sentence)).toEqual([
      "We received your report under policy version 1.2.",
      "You said how you want to be credited.",
      "The date for “Acknowledge” passed.",
    ]);
  });
});

describe("the board", () => {
  test("groups clocks by how soon they want somebody, and pages of other programs never show them", async () => {
    const { reference } = await send();
    const at = async (days: number, who: keyof typeof people = "triager") => {
      const { groups } = await clockBoard(as(db, people[who], daysOn(days)), {});
      return Object.entries(groups).flatMap(([group, rows]) =>
        rows.filter((row) => row.reference === reference).map((row) => `${group} ${row.clocks[0]?.clock}`),
      );
    };
    expect(await at(0.1)).toEqual(["three_days acknowledge"]);
    expect(await at(2.1)).toEqual(["today acknowledge"]);
    expect(await at(4)).toEqual(["late acknowledge", "three_days verify"]);
    expect(await at(4, "elsewhere")).toEqual([]);
    for (const who of ["auditor", "reporter"] as const) {
      await expect(at(4, who)).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("who carries a report", () => {
  test("is somebody of the team, and the ledger says so", async () => {
    const { reference, reportId } = await send();
    await assign("triager", reference, "second");
    const { assignee, candidates } = await getStaffReport(as(db, people.coordinator), reference);
    expect(assignee?.handle).toBe(memberHandle(people.second.accountId));
    expect(candidates.map(({ handle }) => handle).sort()).toEqual(
      (["triager", "second", "coordinator"] as const).map((who) => memberHandle(people[who].accountId)).sort(),
    );
    expect(JSON.stringify(candidates)).not.toContain(people.second.accountId);
    await assign("coordinator", reference, null);
    const events = (await ledgerOf(db, reportId)).map(({ payload }) => payload);
    expect(events.filter(({ type }) => type === "report.assigned")).toEqual([
      { type: "report.assigned", assigneeId: people.second.accountId },
      { type: "report.assigned", assigneeId: null },
    ]);
  });

  test.each(["auditor", "elsewhere", "reporter"] as const)("is never the %s", async (to) => {
    const { reference } = await send();
    await expect(assign("triager", reference, to)).rejects.toMatchObject({ code: "INVALID" });
    expect((await reportRow(db, reference)).assigneeId).toBeNull();
  });

  test.each([
    ["auditor", "NOT_FOUND"],
    ["elsewhere", "NOT_FOUND"],
    ["reporter", "FORBIDDEN"],
  ] as const)("is not for the %s to say", async (who, code) => {
    const { reference } = await send();
    await expect(assign(who, reference, "triager")).rejects.toMatchObject({ code });
  });

  test("of ten who claim it at once, one has it (CC-07)", async () => {
    const { reference, reportId } = await send();
    const { version } = await reportRow(db, reference);
    const claims = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) =>
        assignAt(version, "triager", reference, index % 2 === 0 ? "second" : "triager"),
      ),
    );
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const assigned = (await ledgerOf(db, reportId)).filter(({ payload }) => payload.type === "report.assigned");
    expect(assigned).toHaveLength(1);
  });
});
