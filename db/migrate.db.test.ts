import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openSql } from "./connection";
import { migrate, migrationState, readMigrations } from "./migrate";
import { applicationRoleProblems, tablesWithoutRowSecurity } from "./roles";
import { testDatabase } from "./testing/test-db";

const database = await testDatabase();
const app = openSql(database.appUrl);
const owner = openSql(database.ownerUrl);
afterAll(() => Promise.all([app.end(), owner.end()]));

const urls = { ownerUrl: database.ownerUrl, appUrl: database.appUrl };

describe("migrate", () => {
  test("has applied every file, and has nothing to do a second time", async () => {
    const state = await migrationState(database.ownerUrl);
    expect(state.applied).toEqual(readMigrations().map((m) => m.name));
    expect(state).toMatchObject({ pending: [], edited: [], unknown: [] });
    // Not even a row of its own is written again.
    const recorded = () => owner`select name, hash, xmin::text as written_by from portal_migrations order by name`;
    const before = await recorded();
    expect(await migrate(urls)).toEqual([]);
    expect(await recorded()).toEqual(before);
  });

  test("refuses a migration that was edited, removed or slipped in before an applied one", async () => {
    const directory = mkdtempSync(join(tmpdir(), "portal-migrations-"));
    const files = readMigrations();
    const write = (name: string, sql: string) => writeFileSync(join(directory, `${name}.sql`), sql);
    for (const file of files) write(file.name, `${file.sql}\n-- edited`);
    await expect(migrate({ ...urls, directory })).rejects.toThrow(/was changed after it had been applied/);

    const [first] = files;
    write(first?.name ?? "", first?.sql ?? "");
    for (const file of files.slice(1)) write(file.name, file.sql);
    write("0000_before_the_first", "select 1");
    await expect(migrate({ ...urls, directory })).rejects.toThrow(/Give it a later number/);

    const empty = mkdtempSync(join(tmpdir(), "portal-migrations-"));
    await expect(migrate({ ...urls, directory: empty })).rejects.toThrow(/does not know/);
  });

  test("a failing migration leaves nothing of itself, and two starts at once apply it once", async () => {
    const directory = mkdtempSync(join(tmpdir(), "portal-migrations-"));
    for (const file of readMigrations()) writeFileSync(join(directory, `${file.name}.sql`), file.sql);
    const next = join(directory, "9990_extra.sql");
    writeFileSync(next, "create table extra (id int);\n--> statement-breakpoint\nselect nothing from nowhere;");
    await expect(migrate({ ...urls, directory })).rejects.toThrow(/9990_extra failed/);
    expect((await owner`select to_regclass('extra') as t`)[0]?.t).toBeNull();

    writeFileSync(next, "create table extra (id int);");
    const applied = await Promise.all([migrate({ ...urls, directory }), migrate({ ...urls, directory })]);
    expect(applied.flat()).toEqual(["9990_extra"]);
    await app`insert into extra values (1)`;
    expect(await app`select id from extra`).toEqual([{ id: 1 }]);
  });
});

describe("roles", () => {
  test("the running portal is neither owner nor superuser, and row security covers every table of a report", async () => {
    expect(await applicationRoleProblems(app)).toEqual([]);
    expect((await applicationRoleProblems(owner)).map((p) => p.problem)).toEqual([
      expect.stringMatching(/^owns \d+ tables$/),
    ]);
    expect(await tablesWithoutRowSecurity(app)).toEqual([]);
  });

  test("the ledger takes inserts only", async () => {
    const rights = await app<{ privilege: string; granted: boolean }[]>`
      select privilege, has_table_privilege('events', privilege) as granted
      from unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) privilege`;
    expect(rights.filter((r) => r.granted).map((r) => r.privilege)).toEqual(["select", "insert"]);
    await expect(app`update events set seq = 0`).rejects.toThrow(/permission denied/);
    await expect(app`truncate events`).rejects.toThrow(/permission denied/);
  });

  test("the running portal cannot change the schema, its rights or the record of migrations", async () => {
    await expect(app`create table sneaky (id int)`).rejects.toThrow(/permission denied/);
    await expect(app`create schema sneaky`).rejects.toThrow(/permission denied/);
    await expect(app`alter table reports no force row level security`).rejects.toThrow(/must be owner/);
    await expect(app`delete from portal_migrations`).rejects.toThrow(/permission denied/);
    await expect(app`set role portal_owner`).rejects.toThrow(/permission denied/);
  });

  test("it owns the job queue and can add a job", async () => {
    await app`select graphile_worker.add_job('nothing', '{}'::json)`;
    const [row] = await app`select count(*)::int as n from graphile_worker.jobs`;
    expect(row?.n).toBe(1);
  });
});
