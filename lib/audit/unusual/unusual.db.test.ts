import { and, eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { openSql } from "@/db/connection";
import { events, mails } from "@/db/schema";
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
import { seedReports } from "@/lib/cli/bench/seed";
import { readTemplate } from "@/lib/cli/bench/template";
import { getStaffReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { exportReports } from "@/lib/triage/export/mutations";
import { ring } from "@/lib/vault/ring";
import { readAudit } from "../queries";
import { UNUSUAL } from "./rules";

const database = await testDatabase();
const db = database.app;

type Staff = Actor & { kind: "staff" };
let smile: TestProgram;
let coordinator: Staff;
let auditor: Staff;
let references: string[];

beforeAll(async () => {
  ({ smile } = await openPortal(db));
  coordinator = await newStaff(db, smile, "coordinator");
  auditor = await newStaff(db, smile, "auditor");
  // What is seeded is carried by somebody.
  await newStaff(db, smile, "triager");
  await sendReport(as(db, await newResearcher(db)), smile.policy, { title: "Header injection in the export" });
  const sql = openSql(database.superuserUrl);
  const template = await readTemplate(sql, ring(), smile.slug);
  await seedReports({ sql, ring: ring(), template, now: new Date() }, UNUSUAL.exported.reports, 0);
  references = (await sql<{ reference: string }[]>`select reference from reports order by id`).map(
    (row) => row.reference,
  );
  await sql.end();
});

const open = async (who: Staff, some: readonly string[], at?: Date) => {
  for (const reference of some) await getStaffReport(as(db, who, at), reference, { seen: true });
};

/** Who was told by mail since the last time this was asked. */
async function told(): Promise<(string | null)[]> {
  const rows = await inTransaction(systemAt(db), (tx) =>
    tx.db.delete(mails).where(eq(mails.template, "reading_unusual")).returning({ accountId: mails.accountId }),
  );
  return rows.map(({ accountId }) => accountId).sort();
}

const alarmsOf = ({ accountId }: Staff) =>
  inTransaction(systemAt(db), (tx) =>
    tx.db
      .select({ payload: events.payload })
      .from(events)
      .where(and(eq(events.type, "reading.unusual"), eq(events.actorId, accountId))),
  );

test("whoever opens thirty reports in ten minutes is told of to others, once, and the audit log says who (AL-15)", async () => {
  const triager = await newStaff(db, smile, "triager");
  const most = UNUSUAL.opened.reports;
  await open(triager, references.slice(0, most - 1));
  await open(triager, references.slice(0, 5));
  expect(await told()).toEqual([]);
  await open(triager, references.slice(most - 1, most));
  expect(await told()).toEqual([coordinator.accountId, auditor.accountId].sort());
  await open(triager, references.slice(most, most + 3));
  expect(await told()).toEqual([]);
  expect(await alarmsOf(triager)).toHaveLength(1);
  const { rows } = await readAudit(as(db, auditor), smile.slug, { group: "read" });
  expect(rows.map(({ what }) => what)).toContain(
    "Opened 30 reports or more within 10 minutes: the coordinators and auditors were told.",
  );
});

test("a day's reading at a day's pace, and two people's together, are nothing unusual (AL-15)", async () => {
  const [one, other] = [await newStaff(db, smile, "triager"), await newStaff(db, smile, "triager")];
  const half = UNUSUAL.opened.reports / 2;
  const earlier = new Date(Date.now() - (UNUSUAL.opened.minutes + 5) * 60_000);
  await open(one, references.slice(0, half), earlier);
  await open(one, references.slice(half, half * 2));
  await open(other, references.slice(0, half));
  expect(await told()).toEqual([]);
  expect([...(await alarmsOf(one)), ...(await alarmsOf(other))]).toEqual([]);
});

test("a coordinator who takes out a hundred reports is no judge of it: the others are told (AL-15)", async () => {
  const steppedUp = { ...coordinator, steppedUp: true };
  const most = UNUSUAL.exported.reports;
  await exportReports(as(db, steppedUp), smile.slug, references.slice(0, most - 1));
  expect(await told()).toEqual([]);
  await exportReports(as(db, steppedUp), smile.slug, references.slice(most - 1, most));
  expect(await told()).toEqual([auditor.accountId]);
  expect((await alarmsOf(coordinator)).map(({ payload }) => payload)).toEqual([
    { type: "reading.unusual", kind: "exported" },
  ]);
});
