import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as schema from "./schema";

export type Schema = typeof schema;
export type Database = PostgresJsDatabase<Schema> & { $client: postgres.Sql };
export type DatabaseTransaction = Parameters<Parameters<Database["transaction"]>[0]>[0];

/** Parts of a connection URL; `?host=/dir` names a unix socket's directory. */
export function connectionOptions(url: string) {
  const parsed = new URL(url);
  return {
    host: parsed.searchParams.get("host") ?? decodeURIComponent(parsed.hostname),
    port: parsed.port ? Number(parsed.port) : 5432,
    database: decodeURIComponent(parsed.pathname.slice(1)),
    username: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
  };
}

/** A pool for one role. `max` bounds its connections; the caller ends it with `$client.end()`. */
export function connect(url: string, options: { max?: number; name?: string } = {}): Database {
  const client = postgres({
    ...connectionOptions(url),
    ssl: new URL(url).searchParams.get("sslmode") === "require" ? "require" : false,
    max: options.max ?? 8,
    idle_timeout: 60,
    connect_timeout: 10,
    prepare: true,
    onnotice: () => undefined,
    connection: {
      application_name: options.name ?? "portal",
      statement_timeout: 5_000,
      lock_timeout: 4_000,
      idle_in_transaction_session_timeout: 10_000,
    },
  });
  return drizzle(client, { schema });
}
