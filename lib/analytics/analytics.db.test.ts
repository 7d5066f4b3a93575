import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { reports } from "@/db/schema";
import { smileDigitalHealthPolicy } from "@/db/seed/policies/smile-digital-health";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  systemAt,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { moveReport } from "@/lib/reports/mutations/move";
import { inTransaction } from "@/lib/request/transaction";
import { readAnalytics } from "./queries";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let coordinator: Actor & { kind: "staff" };

const NOW = "2026-11-27T15:00:00Z";

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  coordinator = await newStaff(db, smile, "coordinator");
  const researcher = await newResearcher(db);
  for (const [at, acknowledgedAt] of [
    ["2026-11-02T15:00:00Z", "2026-11-02T18:00:00Z"],
    ["2026-11-03T15:00:00Z", "2026-11-20T18:00:00Z"],
    ["2026-05-04T15:00:00Z", null],
  ] as const) {
    const { reference } = await sendReport(as(db, researcher, at), smileDigitalHealthPolicy, {
      title: `Report of ${at} about the export`,
    });
    if (acknowledgedAt === null) continue;
    await moveReport(as(db, coordinator, acknowledgedAt), reference, {
      move: "acknowledge",
      version: 1,
      text: "",
      reason: "",
    });
  }
});

const read = async (actor: Actor = coordinator, days: 30 | 90 | 365 = 365, program = smile) => {
  const { charts } = await readAnalytics(as(db, actor, NOW), program.slug, days);
  return Object.fromEntries(charts.map((chart) => [chart.id, chart]));
};

test("counts what the stories say, by week, by promise and by age", async () => {
  const year = await read();
  // Of the form alone: a draft leaves a number for each page that it came past.
  expect(year.form?.rows.map(([page, drafts]) => [page, drafts])).toEqual(
    expect.arrayContaining([
      ["Begun", 3],
      ["Sent", 3],
    ]),
  );
  expect(new Set(year.form?.rows.map(([, drafts]) => drafts))).toEqual(new Set([3]));
  expect(year.intake?.rows).toEqual([
    ["2026-05-04", 1, 0, 0, 0, 0, 1],
    ["2026-11-02", 2, 0, 0, 0, 0, 2],
  ]);
  // Kept once, missed once by its late answer, missed once without one.
  expect(year["promise-acknowledge"]?.finding).toBe("Acknowledge: kept 1 of 3 times");
  expect(year.backlog?.finding).toBe("3 reports are open, 1 for more than 90 days");
  expect((await read(coordinator, 30)).intake?.finding).toBe("2 reports came in 30 days");
  // The product is known by its token alone; three reports are too few for a share, and one account is no rate.
  expect(year.products?.rows).toEqual([["Health Data Platform", 3]]);
  expect(year.waiting?.finding).toBe("3 reports: too few to say where the time went");
  expect(year.returning?.finding).toBe("1 account sent reports");
});

test("a report that is restricted to others is in nobody else's numbers", async () => {
  const named = await newStaff(db, smile, "triager");
  const [first] = await inTransaction(systemAt(db), (tx) => tx.db.select({ id: reports.id }).from(reports).limit(1));
  await inTransaction(systemAt(db), (tx) =>
    tx.db
      .update(reports)
      .set({ readers: [named.accountId] })
      .where(eq(reports.id, first?.id ?? "")),
  );
  expect((await read()).backlog?.finding).toMatch(/^2 reports are open/);
  expect((await read(named)).backlog?.finding).toMatch(/^3 reports are open/);
});

test("nobody reads the numbers of reports they may not read", async () => {
  const others: Actor[] = [
    await newStaff(db, smile, "admin"),
    await newStaff(db, smile, "auditor"),
    await newStaff(db, cardihab, "coordinator"),
    await newResearcher(db),
  ];
  for (const actor of others) await expect(read(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
