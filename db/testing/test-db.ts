import { randomBytes } from "node:crypto";
import { afterAll, inject } from "vitest";
import { connect, type Database } from "../client";
import { openSql, quoteIdentifier } from "../connection";

export type TestDatabase = {
  /** Drizzle as the running portal connects: portal_app, under row-level security. */
  app: Database;
  /** Drizzle as the owner, which row-level security binds as well (FORCE). */
  owner: Database;
  appUrl: string;
  ownerUrl: string;
  /** Past every policy and trigger grant: only to look at what is really stored, or to tamper. */
  superuserUrl: string;
  drop: () => Promise<void>;
};

/**
 * A database of its own with the real schema, cloned from the template in some tens of milliseconds. Call it at the top
 * of a test file (`const database = await testDatabase()`); it is dropped after the file's last test.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const urls = inject("database");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = openSql(urls.superuser);
  await admin.unsafe(`create database ${quoteIdentifier(name)} template portal owner portal_owner strategy file_copy`);
  await admin.end();

  const inDatabase = (url: string) => {
    const parsed = new URL(url);
    parsed.pathname = `/${name}`;
    return parsed.href;
  };
  const appUrl = inDatabase(urls.app);
  const ownerUrl = inDatabase(urls.owner);
  const app = connect(appUrl, { max: 6, name: "test-app" });
  const owner = connect(ownerUrl, { max: 2, name: "test-owner" });

  const drop = async () => {
    await Promise.all([app.$client.end({ timeout: 1 }), owner.$client.end({ timeout: 1 })]);
    const sql = openSql(urls.superuser);
    await sql.unsafe(`drop database if exists ${quoteIdentifier(name)} with (force)`);
    await sql.end();
  };
  afterAll(drop);
  return { app, owner, appUrl, ownerUrl, superuserUrl: inDatabase(urls.superuser), drop };
}
