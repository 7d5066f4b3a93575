import { sql } from "drizzle-orm";
import type { Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { as, newResearcher, openPortal, sendReport } from "@/db/testing/factories";
import { testDatabase } from "@/db/testing/test-db";
import { inTransaction } from "@/lib/request/transaction";
import { openSql } from "./connection";

const database = await testDatabase();
const db = database.app;

let reportId: string;
let app: Sql;
let superuser: Sql;

beforeAll(async () => {
  const { smile } = await openPortal(db);
  ({ reportId } = await sendReport(as(db, await newResearcher(db)), smile.policy));
  app = openSql(database.appUrl);
  superuser = openSql(database.superuserUrl);
});
afterAll(() => Promise.all([app.end(), superuser.end()]));

/** What the portal's own role gets for a statement, as its own jobs would run it. */
const asApp = (statement: string) => tried(app, `select set_config('app.actor_kind', 'system', false)`, statement);
const asSuperuser = (statement: string) => tried(superuser, "select 1", statement);

async function tried(connection: Sql, first: string, statement: string): Promise<string> {
  await connection.unsafe(first);
  return connection.unsafe(statement).then(
    (rows) => `done: ${rows.count}`,
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)),
  );
}

const INSUFFICIENT_PRIVILEGE = "42501";

describe("the ledger is append-only (AL-05)", () => {
  test.each([
    "update events set at = now()",
    "update events set payload = '{}' where seq = 1",
    "delete from events",
    "delete from events where seq = 1",
    "truncate events",
    "truncate events, ledger_heads cascade",
    "alter table events disable trigger all",
    "alter table events no force row level security",
    "alter table events owner to portal_app",
    "drop trigger events_append_only on events",
    "drop table events",
    "create or replace function refuse_change() returns trigger language plpgsql as 'begin return new; end'",
    "set session_replication_role = replica",
    "set role portal_owner",
    "set row_security = off; select * from events where report_id is not null",
    "copy events to program 'cat'",
    "create policy everything on events using (true)",
  ])("the portal's role: %s", async (statement) => {
    const before =
      await superuser`select count(*)::int as n, md5(string_agg(e::text, '' order by stream, seq)) as sum from events e`;
    expect(await asApp(statement)).not.toMatch(/^done/);
    await app`reset row_security`;
    expect(
      await superuser`select count(*)::int as n, md5(string_agg(e::text, '' order by stream, seq)) as sum from events e`,
    ).toEqual(before);
  });

  test.each(["update events set at = now()", "delete from events", "truncate events"])(
    "a trigger refuses even a superuser: %s",
    async (statement) => expect(await asSuperuser(statement)).toBe(INSUFFICIENT_PRIVILEGE),
  );

  test("what may be done is adding and reading, and nobody grants themselves more", async () => {
    await asApp("grant update, delete, truncate on events to portal_app");
    const [row] = await db.execute(sql`
      select has_table_privilege('events', 'select') as reads, has_table_privilege('events', 'insert') as adds,
        has_table_privilege('events', 'update, delete, truncate, references, trigger') as more`);
    expect(row).toEqual({ reads: true, adds: true, more: false });
  });
});

describe("what is published never changes", () => {
  test.each([
    ["policy_versions", "document = jsonb_set(document, '{title}', '\"Other\"')"],
    ["policy_versions", "content_hash = repeat('0', 64)"],
    ["policy_versions", "version = '9.9'"],
    ["policy_versions", "published_at = now()"],
    ["policy_versions", "revised_on = '2020-01-01'"],
    ["policy_versions", "status = 'draft'"],
    ["calendar_versions", "calendar = '{}'"],
    ["calendar_versions", "version = 9"],
    ["receipts", "json = '{}'"],
    ["receipts", "created_at = now()"],
    ["attestations", "statement = 'differently'"],
    ["attestations", "text_hash = ''"],
  ])("%s: %s", async (table, change) => {
    expect(await asApp(`update ${table} set ${change}`)).toBe(INSUFFICIENT_PRIVILEGE);
    expect(await asSuperuser(`update ${table} set ${change}`)).toBe(INSUFFICIENT_PRIVILEGE);
  });

  test.each(["policy_versions", "calendar_versions", "receipts", "attestations"])(
    "nothing of %s is deleted",
    async (table) => {
      const before = await superuser`select count(*)::int as n from ${superuser(table)}`;
      expect(before[0]?.n).toBeGreaterThan(0);
      for (const statement of [`delete from ${table}`, `truncate ${table} cascade`]) {
        expect(await asApp(statement)).not.toMatch(/^done/);
      }
      expect(await asSuperuser(`delete from ${table}`)).toBe(INSUFFICIENT_PRIVILEGE);
      expect(await superuser`select count(*)::int as n from ${superuser(table)}`).toEqual(before);
    },
  );

  test("a published version can only be superseded, and stays so; a draft can still change", async () => {
    const one = "(select id from policy_versions order by id limit 1)";
    expect(
      await asApp(`update policy_versions set status = 'superseded', superseded_at = now() where id = ${one}`),
    ).toBe("done: 1");
    expect(await asApp(`update policy_versions set status = 'published' where id = ${one}`)).toBe(
      INSUFFICIENT_PRIVILEGE,
    );
    expect(await asApp(`delete from policy_versions where id = ${one}`)).toBe(INSUFFICIENT_PRIVILEGE);
    const copy = `insert into policy_versions (id, program_id, version, status, revised_on, document, content_hash, calendar_version_id, created_at)
      select gen_random_uuid(), program_id, '0.1', 'draft', revised_on, document, content_hash, calendar_version_id, now()
      from policy_versions where id = ${one}`;
    expect(await asApp(copy)).toBe("done: 1");
    expect(await asApp("update policy_versions set document = '{}' where version = '0.1'")).toBe("done: 1");
    expect(await asApp("delete from policy_versions where version = '0.1'")).toBe("done: 1");
  });
});

describe("words outside the vocabulary are refused by the tables", () => {
  test.each([
    `update reports set state = 'draft' where id = ID`,
    `update reports set resolution = 'wontfix' where id = ID`,
    `update reports set severity = 'urgent' where id = ID`,
    `update clocks set unit = 'fortnight' where report_id = ID`,
    `update clocks set rigidity = 'MAYBE' where report_id = ID`,
    `update clocks set clock = 'other' where report_id = ID`,
  ])("%s", async (statement) => {
    expect(await asApp(statement.replace("ID", `'${reportId}'`))).toBe("23514");
  });

  test("a draft becomes one report, a report has one receipt, a program one policy in force", async () => {
    const unique = await db.execute<{ name: string }>(sql`
      select indexrelid::regclass::text as name from pg_index where indisunique and indrelid in
        ('reports'::regclass, 'receipts'::regclass, 'policy_versions'::regclass, 'messages'::regclass, 'events'::regclass)`);
    expect(unique.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "reports_draft_id_unique",
        "receipts_pkey",
        "policy_versions_current",
        "messages_idempotency",
        "events_stream_seq_pk",
      ]),
    );
  });

  test("a report with a ledger cannot be deleted", async () => {
    expect(await asApp(`delete from reports where id = '${reportId}'`)).toBe("23001");
  });
});

test("the running portal connects as portal_app (pg_stat_activity)", async () => {
  const ctx = as(db, { kind: "anonymous" });
  const [who] = await inTransaction(ctx, (tx) => tx.db.execute(sql`select pg_backend_pid() as pid`));
  const rows = await superuser`select usename from pg_stat_activity where pid = ${Number(who?.pid)}`;
  expect([...rows]).toEqual([{ usename: "portal_app" }]);
});
