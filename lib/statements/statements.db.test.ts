import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
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
import { safeHarbourOf } from "@/lib/policy/document";
import { allReceiptKeys } from "@/lib/receipts/queries";
import { verifyReceipt, verifySigned } from "@/lib/receipts/verify";
import { restrictReport } from "@/lib/reports/mutations/restrict";
import { getReporterReport } from "@/lib/reports/queries";
import { inTransaction } from "@/lib/request/transaction";
import { issueStatement } from "./mutations";
import { issuedStatement, statementRoom } from "./queries";
import { complianceWords } from "./wording";

const database = await testDatabase();
const db = database.app;
let smile: TestProgram;
let cardihab: TestProgram;
let reporter: Actor;
let coordinator: Actor;
let triager: Actor;

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  reporter = await newResearcher(db);
  coordinator = await newStaff(db, smile, "coordinator");
  triager = await newStaff(db, smile, "triager");
});

const send = () => sendReport(as(db, reporter), smile.policy);
const issue = (actor: Actor, reference: string, version = 1, remark = "") =>
  issueStatement(as(db, actor), reference, { version, remark });

test("a coordinator issues it, signed, citing the pinned clause; the reporter reads and proves it", async () => {
  const { reference, reportId } = await send();
  await issue(coordinator, reference, 1, "They stopped at the first record.");
  const clause = safeHarbourOf(smile.policy);
  expect((await ledgerOf(db, reportId)).at(-1)?.payload).toMatchObject({
    type: "statement.issued",
    clause: clause?.key,
  });
  const { json, statement } = await issuedStatement(as(db, reporter), reference);
  expect(statement.payload).toMatchObject({
    reference,
    clause: clause?.key,
    policy: { version: smile.policy.version },
  });
  expect(statement.payload.sentences.at(-1)).toBe("They stopped at the first record.");
  const keys = await allReceiptKeys(systemAt(db));
  expect(verifySigned(json, keys)).toMatchObject({ ok: true });
  expect(verifySigned(json.replace("first record", "last record"), keys)).toMatchObject({ ok: false });
  expect(verifyReceipt(json, keys)).toMatchObject({ ok: false });
  const { timeline } = await getReporterReport(as(db, reporter), reference);
  expect(timeline.at(-1)?.sentence).toContain("your conduct keeps to the policy");
  expect((await statementRoom(as(db, triager), reference)).issued?.json).toBe(json);
});

test("what is stored cannot be read or changed there", async () => {
  const { reference, reportId } = await send();
  await issue(coordinator, reference, 1, "A remark that nobody else reads.");
  const stored = await inTransaction(systemAt(db), (tx) =>
    tx.db.execute<{ row: string }>(
      sql`select c::text as row from compliance_statements c where report_id = ${reportId}`,
    ),
  );
  expect(Buffer.from(stored[0]?.row ?? "").toString()).not.toContain("remark");
  for (const statement of [
    sql`update compliance_statements set kid = 'x' where report_id = ${reportId} returning id`,
    sql`delete from compliance_statements where report_id = ${reportId} returning id`,
  ]) {
    expect(await inTransaction(as(db, coordinator), (tx) => tx.db.execute(statement))).toHaveLength(0);
  }
});

test("is the coordinator's alone to issue, and nobody's to see who does not read the report", async () => {
  const { reference } = await send();
  for (const actor of [triager, reporter]) {
    await expect(issue(actor, reference)).rejects.toMatchObject({ code: "FORBIDDEN" });
  }
  const strangers = [
    await newResearcher(db),
    await newStaff(db, cardihab, "coordinator"),
    await newStaff(db, smile, "auditor"),
  ];
  for (const actor of strangers) {
    await expect(issue(actor, reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(statementRoom(as(db, actor), reference)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  await restrictReport(as(db, coordinator), reference, { readers: [], version: 1, reason: "It names a colleague." });
  await expect(issue(await newStaff(db, smile, "coordinator"), reference, 2)).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("there is one of a report: a stale page and the second of two at once lose", async () => {
  const { reference } = await send();
  await expect(issue(coordinator, reference, 9)).rejects.toMatchObject({ code: "CONFLICT" });
  const both = await Promise.allSettled([issue(coordinator, reference), issue(coordinator, reference)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const { version } = await reportRow(db, reference);
  await expect(issue(coordinator, reference, version)).rejects.toMatchObject({ code: "CONFLICT" });
});

test("a guest has it by the receipt code; a policy that authorises conduct says so; one without a safe harbour says nothing", async () => {
  const { reference, holder } = await sendGuestReport(db, cardihab.policy);
  await issue(await newStaff(db, cardihab, "coordinator"), reference);
  const { statement } = await issuedStatement(as(db, holder), reference);
  expect(statement.payload.sentences.join(" ")).toContain("this conduct is authorised");
  const clauses = smile.policy.clauses.filter(({ kind }) => kind !== "safe_harbour");
  expect(complianceWords({ ...smile.policy, clauses }, reference, "")).toBeNull();
});
