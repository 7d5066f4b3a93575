import { beforeAll, expect, test } from "vitest";
import {
  as,
  ledgerOf,
  newResearcher,
  newStaff,
  openPortal,
  sendReport,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import type { Actor } from "@/lib/auth/policy";
import { getPolicyRoom } from "@/lib/policy/room/queries";
import { moveSchema } from "@/lib/reports/moves";
import { moveReport } from "@/lib/reports/mutations/move";
import { getReporterReport } from "@/lib/reports/queries";
import { markLesson } from "./mutations";
import { lessonOf } from "./queries";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let reporter: Actor;
let coordinator: Actor;
let owner: Actor;
let reference: string;
let reportId: string;

const TEXT = "Clause 2.3.1 does not say who decides about third-party parts.";

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  reporter = await newResearcher(db);
  coordinator = await newStaff(db, smile, "coordinator");
  owner = await newStaff(db, smile, "policy_owner");
  ({ reference, reportId } = await sendReport(as(db, reporter), smile.policy));
});

const mark = (actor: Actor, marked = true) => markLesson(as(db, actor), reference, { marked, text: TEXT });

test("a closed report is marked as a lesson, which the review lists and its reporter never sees", async () => {
  await expect(mark(coordinator)).rejects.toMatchObject({ code: "CONFLICT" });
  await moveReport(as(db, reporter), reference, moveSchema.parse({ move: "withdraw", version: 1 }));
  for (const actor of [await newResearcher(db), owner]) {
    await expect(mark(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  for (const actor of [reporter, await newStaff(db, smile, "triager")]) {
    await expect(mark(actor)).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
  const results = await Promise.allSettled([mark(coordinator), mark(coordinator)]);
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await ledgerOf(db, reportId)).at(-1)?.payload).toEqual({ type: "lesson.marked", marked: true });

  expect(await lessonOf(as(db, coordinator), reference)).toMatchObject({ marked: true, text: TEXT, mayMark: true });
  expect(await lessonOf(as(db, reporter), reference)).toBeNull();
  expect(JSON.stringify(await getReporterReport(as(db, reporter), reference))).not.toMatch(/lesson/i);

  const listed = (actor: Actor) => getPolicyRoom(as(db, actor), smile.slug).then(({ lessons }) => lessons);
  expect(await listed(coordinator)).toMatchObject([{ reference, text: TEXT, readable: true }]);
  // The policy owner reads no reports: which one, and no more.
  expect(await listed(owner)).toMatchObject([{ reference, text: null, readable: false }]);
  for (const role of ["executive", "auditor"] as const) {
    expect(await listed(await newStaff(db, smile, role))).toEqual([]);
  }

  await mark(coordinator, false);
  expect(await listed(coordinator)).toEqual([]);
  await expect(mark(coordinator, false)).rejects.toMatchObject({ code: "CONFLICT" });
});
