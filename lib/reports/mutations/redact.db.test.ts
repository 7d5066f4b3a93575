import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { redactions, reports } from "@/db/schema";
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
import { compareAnswers } from "@/lib/receipts/leaves";
import { rotateReceiptKey } from "@/lib/receipts/mutations";
import { allReceiptKeys, receiptOf } from "@/lib/receipts/queries";
import { verifyReceipt } from "@/lib/receipts/verify";
import { inTransaction } from "@/lib/request/transaction";
import { ring } from "@/lib/vault/ring";
import { openJson, openText, unwrapKey } from "@/lib/vault/seal";
import { exportReport } from "../export/queries";
import { answersPlace, titlePlace } from "../places";
import { getReporterReport, getStaffReport } from "../queries";
import { WITHHELD_TITLE } from "../redaction";
import { redactAnswer } from "./redact";

const database = await testDatabase();
const db = database.app;

type Role = "reporter" | "triager" | "coordinator" | "auditor" | "elsewhere" | "stranger";
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
    elsewhere: await newStaff(db, cardihab, "coordinator"),
    stranger: await newResearcher(db),
  };
});

const SECRET = "Patient Zebulon Quarterstaff, born 1961-02-03";
const REASON = "It named a patient, which nobody here needs to know.";
const send = () => sendReport(as(db, people.reporter), policy, { summary: SECRET, title: `${SECRET} is shown` });
const withhold = (who: Role, reference: string, key: "summary" | "title" | "severity" | "tools" = "summary") =>
  redactAnswer(as(db, people[who]), reference, { key, reason: REASON, sure: "yes" });

/** Everything that the report's own key opens, as a thief of the database and the key ring would read it. */
async function everythingOf(reference: string): Promise<string> {
  const row = await reportRow(db, reference);
  const key = unwrapKey(ring(), row.dataKey, row.id);
  const texts = [openText(key, titlePlace(row.id), row.titleSealed)];
  texts.push(JSON.stringify(openJson(key, answersPlace(row.id), row.answersSealed)));
  texts.push(JSON.stringify(await ledgerOf(db, row.id)));
  texts.push(JSON.stringify(await exportReport(as(db, people.reporter), reference)));
  texts.push(JSON.stringify(await getReporterReport(as(db, people.reporter), reference)));
  texts.push(JSON.stringify(await getStaffReport(as(db, people.coordinator), reference)));
  return texts.join("\n");
}

test("an answer is gone from every copy, and the rest still verifies (AZ-17)", async () => {
  const { reference, reportId } = await send();
  const before = await receiptOf(as(db, people.reporter), reference);
  expect(await everythingOf(reference)).toContain(SECRET);

  await withhold("coordinator", reference);
  await withhold("coordinator", reference, "title");
  expect(await everythingOf(reference)).not.toContain("Zebulon");

  const after = await receiptOf(as(db, people.reporter), reference);
  expect(after.json).toBe(before.json);
  const verdict = verifyReceipt(after.json, await allReceiptKeys(systemAt(db)));
  if (!verdict.ok) throw new Error(verdict.reason);
  const exported = await exportReport(as(db, people.reporter), reference);
  const answers = compareAnswers(verdict.payload.answers.leaves, exported.answers);
  expect(answers).toMatchObject({ summary: "withheld", title: "withheld", details: "proven" });
  expect(Object.values(answers).filter((word) => word === "changed")).toEqual([]);
  expect(exported.withheld).toMatchObject([
    { key: "summary", label: "Summary", reason: REASON },
    { key: "title", reason: REASON },
  ]);
  expect((await ledgerOf(db, reportId)).filter(({ type }) => type === "answer.redacted")).toHaveLength(2);

  for (const seen of [
    await getReporterReport(as(db, people.reporter), reference),
    await getStaffReport(as(db, people.triager), reference),
  ]) {
    expect(seen.title).toBe(WITHHELD_TITLE);
    expect(seen.withheld.map(({ key }) => key)).toEqual(["summary", "title"]);
    const rows = seen.sections.flatMap(({ rows: shown }) => shown);
    expect(rows.find(({ key }) => key === "summary")?.value).toEqual({ kind: "withheld" });
  }
});

test("a report that was split off loses the same answer", async () => {
  const parent = await send();
  const child = await send();
  await inTransaction(systemAt(db), (tx) =>
    tx.db.update(reports).set({ splitFrom: parent.reportId }).where(eq(reports.id, child.reportId)),
  );
  await withhold("coordinator", parent.reference);
  const seen = await getReporterReport(as(db, people.reporter), child.reference);
  expect(seen.withheld.map(({ key }) => key)).toEqual(["summary"]);
});

test.each([
  ["triager", "FORBIDDEN"],
  ["reporter", "FORBIDDEN"],
  ["auditor", "NOT_FOUND"],
  ["elsewhere", "NOT_FOUND"],
  ["stranger", "NOT_FOUND"],
] as const)("a %s may not: %s", async (who, code) => {
  const { reference } = await send();
  await expect(withhold(who, reference)).rejects.toMatchObject({ code });
  expect(await everythingOf(reference)).toContain(SECRET);
});

test("what cannot be withheld, what was not given and what is gone already is refused in words", async () => {
  const { reference } = await send();
  await expect(withhold("coordinator", reference, "severity")).rejects.toMatchObject({ code: "INVALID" });
  await expect(withhold("coordinator", reference, "tools")).rejects.toMatchObject({ code: "INVALID" });
  const both = await Promise.allSettled([withhold("coordinator", reference), withhold("coordinator", reference)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
});

test("nothing takes a redaction back, not even its own table", async () => {
  const { reference, reportId } = await send();
  await withhold("coordinator", reference);
  const change = (work: (tx: Parameters<Parameters<typeof inTransaction>[1]>[0]) => Promise<unknown>) =>
    expect(inTransaction(systemAt(db), work)).rejects.toThrow();
  await change((tx) => tx.db.delete(redactions).where(eq(redactions.reportId, reportId)));
  await change((tx) => tx.db.update(redactions).set({ answerKey: "poc" }).where(eq(redactions.reportId, reportId)));
  const unseen = await inTransaction(as(db, people.stranger), (tx) => tx.db.select().from(redactions));
  expect(unseen).toEqual([]);
});

test("a rotated key signs anew, and what the old one signed stays valid", async () => {
  const old = await send();
  await expect(rotateReceiptKey(as(db, people.coordinator))).rejects.toMatchObject({ code: "FORBIDDEN" });
  const [one, two] = await Promise.all([rotateReceiptKey(systemAt(db)), rotateReceiptKey(systemAt(db))]);
  expect(new Set([one.retired, one.created, two.retired, two.created]).size).toBe(3);
  const fresh = await send();
  const keys = await allReceiptKeys(systemAt(db));
  expect(keys.keys).toHaveLength(3);
  const verdicts = await Promise.all(
    [old, fresh].map(async ({ reference }) =>
      verifyReceipt((await receiptOf(as(db, people.reporter), reference)).json, keys),
    ),
  );
  expect(verdicts.map(({ ok }) => ok)).toEqual([true, true]);
  const signers = verdicts.map((verdict) => (verdict.ok ? verdict.kid : ""));
  expect(signers[0]).not.toBe(signers[1]);
});
