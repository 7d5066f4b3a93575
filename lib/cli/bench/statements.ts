import { readFileSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type postgres from "postgres";

export type Statements = { work: number; frame: number };

const FRAME = /^(?:begin|commit|rollback)\b/i;

/**
 * Counts the statements of the web pool while `act` runs, from the server's own log: exact, and no extension needed.
 * `frame` are BEGIN and COMMIT; the job worker has another name and is not counted.
 */
export async function countStatements(
  sql: postgres.Sql,
  logFile: string,
  act: () => Promise<unknown>,
): Promise<Statements> {
  await sql.unsafe("alter system set log_line_prefix = '%a '");
  await sql.unsafe("alter system set log_statement = 'all'");
  await sql.unsafe("select pg_reload_conf()");
  await delay(400);
  const from = statSync(logFile).size;
  await act();
  await delay(200);
  const lines = readFileSync(logFile).subarray(from).toString("utf8").split("\n");
  await sql.unsafe("alter system reset log_statement");
  await sql.unsafe("alter system reset log_line_prefix");
  await sql.unsafe("select pg_reload_conf()");
  const statements = lines.flatMap(
    (line) => /^portal-web LOG: {2}(?:statement|execute [^:]*): (.*)$/.exec(line)?.[1] ?? [],
  );
  const frame = statements.filter((statement) => FRAME.test(statement.trim())).length;
  return { work: statements.length - frame, frame };
}
