import { beforeAll, expect, test } from "vitest";
import { openSql } from "@/db/connection";
import { events } from "@/db/schema";
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
import { inviteStaff } from "@/lib/accounts/mutations/invite-staff";
import type { Actor } from "@/lib/auth/policy";
import { memberHandle } from "@/lib/reports/member-handle";
import { moveReport } from "@/lib/reports/mutations/move";
import { inTransaction } from "@/lib/request/transaction";
import { exportAudit } from "./mutations";
import { checkChains, readAudit } from "./queries";
import { type AuditFilter, auditFilterSchema } from "./schema";

const database = await testDatabase();
const db = database.app;

let smile: TestProgram;
let cardihab: TestProgram;
let auditor: Actor & { kind: "staff" };
let triager: Actor & { kind: "staff" };
let reference: string;
const TITLE = "Quietly planted words in the export";

beforeAll(async () => {
  ({ smile, cardihab } = await openPortal(db));
  auditor = await newStaff(db, smile, "auditor");
  triager = await newStaff(db, smile, "triager");
  const sent = await sendReport(as(db, await newResearcher(db)), smileDigitalHealthPolicy, { title: TITLE });
  reference = sent.reference;
  await moveReport(as(db, triager), reference, { move: "start_checking", version: 1, text: "", reason: "" });
});

const read = (filter: AuditFilter = {}, actor: Actor = auditor, program = smile) =>
  readAudit(as(db, actor), program.slug, filter);

test("an auditor reads who did what to a report they cannot open, and none of its words (AZ-16)", async () => {
  const { rows } = await read({ reference });
  expect(rows.map(({ who, type }) => `${who}: ${type}`)).toEqual(
    expect.arrayContaining(["Somebody: report.moved", "The reporter: report.received"]),
  );
  expect(rows.every((row) => row.reference === reference)).toBe(true);
  expect(JSON.stringify(await read())).not.toMatch(/planted|@example\.org/);
});

test("nobody else reads it, nor an auditor another program's", async () => {
  const others: Actor[] = [
    triager,
    await newStaff(db, smile, "coordinator"),
    await newStaff(db, smile, "admin"),
    await newStaff(db, cardihab, "auditor"),
    await newResearcher(db),
  ];
  for (const actor of others) {
    await expect(read({}, actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(checkChains(as(db, actor), smile.slug, {})).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(exportAudit(as(db, actor), smile.slug, {})).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  expect((await read({ reference }, await newStaff(db, cardihab, "auditor"), cardihab)).rows).toEqual([]);
});

test("filters narrow by kind, person and day; pages follow one another without a gap", async () => {
  const moved = await read({ group: "decided", who: memberHandle(triager.accountId) });
  expect(moved.rows.length).toBeGreaterThan(0);
  expect(moved.rows.every(({ type, who }) => type === "report.moved" && who === "Somebody")).toBe(true);
  expect((await read({ who: memberHandle(auditor.accountId) })).rows).toEqual([]);
  expect((await read({ to: "2020-01-01" })).rows).toEqual([]);
  for (let more = 0; more < 45; more += 1) {
    await inviteStaff(systemAt(db), { email: `p${more}@example.org`, programSlug: smile.slug, role: "triager" });
  }
  for (let more = 0; more < 3; more += 1) {
    await sendReport(as(db, await newResearcher(db)), smileDigitalHealthPolicy, {
      title: `Export ${more} shows too much`,
    });
  }
  const first = await read();
  expect(first.rows).toHaveLength(50);
  const keys = [...first.rows];
  for (let next = first.next; next !== null; ) {
    const page = await read(auditFilterSchema.parse({ before: next }));
    keys.push(...page.rows);
    next = page.next;
  }
  const stored = await inTransaction(systemAt(db), (tx) => tx.db.select().from(events));
  const own = stored.filter(({ stream, reportId }) => reportId !== null || stream === `program:${smile.id}`);
  expect(keys).toHaveLength(own.length);
  expect(keys.map(({ at }) => at)).toEqual([...keys.map(({ at }) => at)].sort().reverse());
});

test("an export takes the second factor and is itself an entry (AZ-16)", async () => {
  await expect(exportAudit(as(db, auditor), smile.slug, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  const csv = await exportAudit(as(db, { ...auditor, steppedUp: true }), smile.slug, { reference });
  const lines = csv.trimEnd().split("\r\n");
  expect(lines[0]).toBe("at,who,what,type,report");
  expect(lines.slice(1).every((line) => line.endsWith(reference))).toBe(true);
  expect((await read({ group: "read" })).rows[0]).toMatchObject({
    type: "audit.exported",
    what: `Exported ${lines.length - 1} rows of this log.`,
  });
});

test("the chains behind a page are walked, and a changed entry is found", async () => {
  const good = await checkChains(as(db, auditor), smile.slug, { reference });
  expect(good.map(({ stream, good: holds }) => [stream, holds])).toEqual(
    expect.arrayContaining([
      ["the program", true],
      [reference, true],
    ]),
  );
  const superuser = openSql(database.superuserUrl);
  await superuser.unsafe(`
    set session_replication_role = replica;
    update events set payload = jsonb_set(payload, '{policyVersion}', '"9.9"')
      where type = 'report.received' and report_id = (select id from reports where reference = '${reference}');
    set session_replication_role = default`);
  await superuser.end();
  const bad = await checkChains(as(db, auditor), smile.slug, { reference });
  expect(bad.find(({ stream }) => stream === reference)).toMatchObject({ good: false });
});
