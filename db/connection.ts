import postgres from "postgres";
import { connectionOptions } from "./client";

/** A plain postgres.js pool without the request frame's timeouts: for migrations, operations and tests. */
export function openSql(url: string, options: { max?: number; quick?: boolean } = {}): postgres.Sql {
  return postgres({
    ...connectionOptions(url),
    ssl: new URL(url).searchParams.get("sslmode") === "require" ? "require" : false,
    max: options.max ?? 1,
    onnotice: () => undefined,
    connection: { application_name: "portal-operations" },
    connect_timeout: options.quick ? 2 : 10,
  });
}

/** node-postgres and postgres.js both read the directory of a unix socket from `?host=`. */
export function socketUrl(directory: string, role: string, password: string, database: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(directory)}`;
}

export function roleOf(url: string): string {
  return connectionOptions(url).username;
}

/** For the few statements (GRANT, CREATE ROLE) that take no parameters; never for anything a request carries. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
