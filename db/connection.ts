import postgres from "postgres";

/**
 * Opens a postgres.js pool. A unix socket is written `postgres://role:password@localhost/portal?host=/directory`,
 * which libpq and node-postgres read by themselves and postgres.js does not.
 */
export function connect(url: string, options: postgres.Options<Record<string, never>> = {}): postgres.Sql {
  const parsed = new URL(url);
  const directory = parsed.searchParams.get("host");
  parsed.searchParams.delete("host");
  return postgres(parsed.href, {
    ...(directory?.startsWith("/") ? { host: directory } : {}),
    onnotice: () => {},
    ...options,
  });
}

export function socketUrl(directory: string, role: string, password: string, database: string): string {
  return `postgres://${role}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(directory)}`;
}

export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username);
}

/** For the few statements (GRANT, CREATE ROLE) that take no parameters; never for anything a request carries. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
