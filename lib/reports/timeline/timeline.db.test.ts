import { expect, test } from "vitest";
import { as, newResearcher, newStaff, openPortal, sendReport, systemAt } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { recordReportEvents } from "@/lib/ledger/record";
import { inTransaction } from "@/lib/request/transaction";
import { getStaffReport } from "../queries";
import { SHOWN_AT_ONCE } from "./queries";

const database = await testDatabase();
const db = database.app;

test("a page shows the latest of a long history, and all of it when it is asked for", async () => {
  const { cardihab } = await openPortal(db);
  const triager = as(db, await newStaff(db, cardihab, "triager"));
  const { reference, reportId } = await sendReport(as(db, await newResearcher(db)), cardihab.policy);
  const short = await getStaffReport(triager, reference);
  expect([short.earlierEvents, short.timeline[0]?.sentence]).toEqual([false, expect.stringContaining("Received")]);
  const before = short.timeline.length;
  await inTransaction(systemAt(db), (tx) =>
    recordReportEvents(
      tx,
      reportId,
      Array.from({ length: SHOWN_AT_ONCE }, () => ({ type: "report.woken" as const })),
    ),
  );
  const long = await getStaffReport(triager, reference);
  expect([long.earlierEvents, long.timeline.length]).toEqual([true, SHOWN_AT_ONCE]);
  expect(new Set(long.timeline.map(({ sentence }) => sentence)).size).toBe(1);
  const whole = await getStaffReport(triager, reference, { wholeTimeline: true });
  expect([whole.earlierEvents, whole.timeline.length]).toEqual([false, before + SHOWN_AT_ONCE]);
  expect(whole.timeline[0]).toEqual(short.timeline[0]);
});
