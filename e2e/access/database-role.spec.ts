import postgres from "postgres";
import { connectionOptions } from "../../db/client";
import { findRunningDatabase } from "../../db/embedded";
import { expect, test } from "../fixtures";
import { dataDir } from "../mail";

test("the running portal is the application role, which owns nothing and passes no row security", async ({
  stranger,
}) => {
  expect((await stranger.get("/")).status()).toBe(200);
  const urls = await findRunningDatabase(dataDir);
  if (!urls) throw new Error(`no database runs in ${dataDir}`);
  const sql = postgres({ ...connectionOptions(urls.superuser), max: 1 });
  try {
    const sessions = await sql`
      select usename, application_name from pg_stat_activity
      where datname = 'portal' and pid <> pg_backend_pid() and backend_type = 'client backend'`;
    expect(sessions.length).toBeGreaterThan(0);
    expect(new Set(sessions.map(({ usename }) => usename))).toEqual(new Set(["portal_app"]));
    const [role] = await sql`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = r.oid) as owned
      from pg_roles r where rolname = 'portal_app'`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 });
  } finally {
    await sql.end();
  }
});
