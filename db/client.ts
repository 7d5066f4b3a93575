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

/** As many different statements as a connection may hold prepared: a request asks for some ten of about three hundred. */
const MOST_PREPARED = 500;
const prepared = new Set<string>();
/** A list of values, or several rows at once: of these there are as many statements as lengths, and they are not kept. */
const OF_ANY_LENGTH = /\bin \(\$\d+, \$|\), \(/;

/**
 * Drizzle sends each statement as if it were asked for the first time: parsed, described in a round trip of its own, and
 * planned. With row security a plan takes longer than its execution, twenty times for a report. Here the connection
 * keeps the statement, and PostgreSQL the plan once it has seen that the values make no difference to it.
 */
function preparing<T extends postgres.Sql | postgres.TransactionSql>(sql: T): T {
  const { unsafe } = sql;
  sql.unsafe = ((query, parameters, options) => {
    const prepare = prepared.has(query) || (prepared.size < MOST_PREPARED && !OF_ANY_LENGTH.test(query));
    if (prepare) prepared.add(query);
    return unsafe(query, parameters, { ...options, prepare });
  }) as typeof unsafe;
  return sql;
}

/** Connections for statements outside a transaction: each of them is short. */
const PLAIN = 2;

/**
 * Pools for one role: `max` connections for transactions, and two more for single statements; `$client.end()` ends both.
 * They are apart because postgres.js sends waiting single statements through one connection without waiting for their
 * answers, and a BEGIN that comes behind a hundred of them is not noticed as the start of a transaction: the request
 * fails (UNSAFE_TRANSACTION) and the connection goes back with a transaction open.
 */
export function connect(url: string, options: { max?: number; name?: string } = {}): Database {
  const max = options.max ?? 8;
  const pool = (size: number) =>
    postgres({
      ...connectionOptions(url),
      ssl: new URL(url).searchParams.get("sslmode") === "require" ? "require" : false,
      max: size,
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
  const [plain, transactions] = [pool(Math.min(PLAIN, max)), pool(max)];
  const endPlain = plain.end;
  plain.end = async (how) => {
    await Promise.all([endPlain(how), transactions.end(how)]);
  };
  const begin = transactions.begin;
  transactions.begin = ((work: (tx: postgres.TransactionSql) => unknown) =>
    begin((tx) => work(preparing(tx)))) as typeof begin;
  const inTransactions = drizzle(transactions, { schema });
  return Object.assign(drizzle(preparing(plain), { schema }), {
    transaction: inTransactions.transaction.bind(inTransactions),
  });
}
