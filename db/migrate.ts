import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Sql } from "postgres";
import { openSql, quoteIdentifier, roleOf } from "./connection";
import { GRANTS_HASH, grantApplicationRole } from "./roles";

export type Migration = { name: string; hash: string; sql: string };
export type MigrationState = { applied: string[]; pending: string[]; edited: string[]; unknown: string[] };

/** Any constant will do, as long as every process of the portal asks for the same one. */
const ADVISORY_LOCK = 7_361_049_021;

export function readMigrations(directory: string = join(process.cwd(), "db", "migrations")): Migration[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".sql"))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(directory, file), "utf8");
      return { name: file.slice(0, -4), hash: createHash("sha256").update(sql).digest("hex"), sql };
    });
}

export function compareMigrations(files: readonly Migration[], recorded: ReadonlyMap<string, string>): MigrationState {
  const known = new Set(files.map((file) => file.name));
  return {
    applied: files.filter((f) => recorded.get(f.name) === f.hash).map((f) => f.name),
    pending: files.filter((f) => !recorded.has(f.name)).map((f) => f.name),
    edited: files.filter((f) => recorded.has(f.name) && recorded.get(f.name) !== f.hash).map((f) => f.name),
    unknown: [...recorded.keys()].filter((name) => !name.startsWith("@") && !known.has(name)),
  };
}

function refuseUnlessInOrder(state: MigrationState): void {
  if (state.edited.length > 0) {
    throw new Error(
      `Migration ${state.edited[0]} was changed after it had been applied. Restore it and add a new one.`,
    );
  }
  if (state.unknown.length > 0) {
    throw new Error(
      `The database has migration ${state.unknown[0]}, which this version does not know. Run the newer version.`,
    );
  }
  const [firstPending] = state.pending;
  const late = firstPending && state.applied.find((name) => name > firstPending);
  if (late)
    throw new Error(
      `Migration ${firstPending} comes before ${late}, which is applied already. Give it a later number.`,
    );
}

/** What has been applied: `@`-names record grants and the job queue's schema beside the migrations. */
async function readRecords(sql: Sql): Promise<Map<string, string>> {
  const [table] = await sql<{ found: boolean }[]>`select to_regclass('public.portal_migrations') is not null as found`;
  if (!table?.found) return new Map();
  const rows = await sql<{ name: string; hash: string }[]>`select name, hash from portal_migrations`;
  return new Map(rows.map((row) => [row.name, row.hash]));
}

function workerVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve("graphile-worker/package.json"), "utf8"),
  );
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) return String(manifest.version);
  throw new Error("graphile-worker's package.json has no version");
}

export async function migrationState(url: string, directory?: string): Promise<MigrationState> {
  const sql = openSql(url);
  try {
    return compareMigrations(readMigrations(directory), await readRecords(sql));
  } finally {
    await sql.end();
  }
}

/**
 * Brings the schema, the application role's grants and the job queue's schema up to date, under an advisory lock;
 * one query when there is nothing to do. Returns the names of what was applied.
 */
export async function migrate(options: { ownerUrl: string; appUrl: string; directory?: string }): Promise<string[]> {
  const files = readMigrations(options.directory);
  const appRole = roleOf(options.appUrl);
  const grantsName = `@grants:${appRole}`;
  const queueName = `@graphile-worker:${appRole}`;
  const queueVersion = workerVersion();
  const sql = openSql(options.ownerUrl);
  try {
    const isCurrent = (recorded: Map<string, string>) =>
      recorded.get(grantsName) === GRANTS_HASH && recorded.get(queueName) === queueVersion;
    const before = await readRecords(sql);
    const state = compareMigrations(files, before);
    refuseUnlessInOrder(state);
    if (state.pending.length === 0 && isCurrent(before)) return [];

    await sql`select pg_advisory_lock(${ADVISORY_LOCK})`;
    await sql`create table if not exists portal_migrations (
      name text primary key, hash text not null, applied_at timestamptz not null default clock_timestamp())`;
    const recorded = await readRecords(sql);
    const again = compareMigrations(files, recorded);
    refuseUnlessInOrder(again);
    const done: string[] = [];
    for (const file of files.filter((f) => again.pending.includes(f.name))) {
      await applyMigration(sql, file);
      done.push(file.name);
    }
    if (done.length > 0 || recorded.get(grantsName) !== GRANTS_HASH) {
      await grantApplicationRole(sql, appRole);
      await record(sql, grantsName, GRANTS_HASH);
    }
    if (recorded.get(queueName) !== queueVersion) {
      await installJobQueue(sql, options.appUrl, appRole);
      await record(sql, queueName, queueVersion);
      done.push(queueName);
    }
    return done;
  } finally {
    await sql.end();
  }
}

async function record(sql: Sql, name: string, hash: string): Promise<void> {
  await sql`insert into portal_migrations (name, hash) values (${name}, ${hash})
    on conflict (name) do update set hash = excluded.hash, applied_at = clock_timestamp()`;
}

async function applyMigration(sql: Sql, file: Migration): Promise<void> {
  try {
    await sql.begin(async (tx) => {
      await tx.unsafe("set local lock_timeout = '10s'");
      for (const statement of file.sql.split("--> statement-breakpoint")) {
        if (statement.trim()) await tx.unsafe(statement);
      }
      await tx`insert into portal_migrations (name, hash) values (${file.name}, ${file.hash})`;
    });
  } catch (error) {
    throw new Error(`Migration ${file.name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** The running portal owns its queue's tables, so it needs the right to create one schema, for this moment only. */
async function installJobQueue(sql: Sql, appUrl: string, appRole: string): Promise<void> {
  const [row] = await sql<{ name: string; owner: string }[]>`select current_database() as name, current_user as owner`;
  const target = `on database ${quoteIdentifier(row?.name ?? "")}`;
  const separate = row?.owner !== appRole;
  if (separate) await sql.unsafe(`grant create ${target} to ${quoteIdentifier(appRole)}`);
  try {
    const { Logger, runMigrations } = await import("graphile-worker");
    await runMigrations({ connectionString: appUrl, logger: new Logger(() => () => undefined), maxPoolSize: 1 });
  } finally {
    if (separate) await sql.unsafe(`revoke create ${target} from ${quoteIdentifier(appRole)}`);
  }
}
