import { beforeAll, expect, test } from "vitest";
import { ownReferences } from "@/db/schema";
import {
  as,
  newResearcher,
  newStaff,
  openPortal,
  sendGuestReport,
  sendReport,
  type TestProgram,
} from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { nameOwnReport } from "./mutations";
import { listMyReports } from "./queries";

const database = await testDatabase();
const db = database.app;
let cardihab: TestProgram;

beforeAll(async () => {
  ({ cardihab } = await openPortal(db));
});

test("a reporter's own reference is kept, changed, found and forgotten, and sealed in the table", async () => {
  const ann = await newResearcher(db);
  const { reference } = await sendReport(as(db, ann), cardihab.policy);
  const other = await sendReport(as(db, ann), cardihab.policy);
  await nameOwnReport(as(db, ann), reference, { text: "BB-12" });
  await nameOwnReport(as(db, ann), reference, { text: "BB-13" });
  expect((await getReporterReport(as(db, ann), reference)).ownReference).toBe("BB-13");
  const rows = await inTransaction(as(db, ann), (tx) => tx.db.select().from(ownReferences));
  expect(rows).toHaveLength(1);
  expect(rows[0]?.bodySealed.includes("BB-1")).toBe(false);
  const found = async (find: string) =>
    (await listMyReports(as(db, ann), { filter: { show: "all", find } })).rows.map((row) => row.reference);
  expect(await found("bb-13")).toEqual([reference]);
  expect((await found("")).sort()).toEqual([reference, other.reference].sort());
  await nameOwnReport(as(db, ann), reference, { text: "" });
  expect(await found("bb-13")).toEqual([]);
});

test("staff who read the report neither read nor set it; another reporter and a stranger find no report", async () => {
  const ann = await newResearcher(db);
  const { reference } = await sendReport(as(db, ann), cardihab.policy);
  await nameOwnReport(as(db, ann), reference, { text: "BB-12" });
  for (const actor of [
    await newStaff(db, cardihab, "coordinator"),
    await newResearcher(db),
    { kind: "anonymous" } as const,
  ]) {
    await expect(nameOwnReport(as(db, actor), reference, { text: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await inTransaction(as(db, actor), (tx) => tx.db.select().from(ownReferences))).toEqual([]);
  }
  const sent = await sendGuestReport(db, cardihab.policy);
  await nameOwnReport(as(db, sent.holder), sent.reference, { text: "mine" });
  expect((await getReporterReport(as(db, sent.holder), sent.reference)).ownReference).toBe("mine");
});
