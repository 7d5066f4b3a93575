import type { Sql } from "postgres";
import { openSql, roleOf } from "@/db/connection";
import { applicationRoleProblems, tablesWithoutRowSecurity } from "@/db/roles";

export type State = "good" | "warning" | "bad";

/** Whether the portal runs as a role that row-level security binds (security.md N20). */
export async function judgeRole(sql: Sql, appUrl: string, ownerUrl: string): Promise<[State, string]> {
  const problems = await applicationRoleProblems(sql);
  if (problems.length === 0) return ["good", roleOf(appUrl)];
  const detail = problems.map((p) => `${p.role} ${p.problem}`).join("; ");
  const owns = problems.every((p) => p.problem.startsWith("owns"));
  // Row-level security is forced, so it binds an owner as well; then there is only one line less.
  return owns && roleOf(appUrl) === roleOf(ownerUrl)
    ? ["warning", `${detail}; set DATABASE_OWNER_URL to a separate role`]
    : ["bad", detail];
}

export async function judgeRowSecurity(sql: Sql): Promise<[State, string]> {
  const open = await tablesWithoutRowSecurity(sql);
  return open.length === 0 ? ["good", "forced on every table of a report"] : ["bad", `missing on ${open.join(", ")}`];
}

export class UnsafeDatabase extends Error {}

/** Refuses to start on a database whose second line of defence is not there. */
export async function refuseUnsafeDatabase(appUrl: string, ownerUrl: string): Promise<void> {
  const sql = openSql(appUrl);
  try {
    const verdicts = {
      "application role": await judgeRole(sql, appUrl, ownerUrl),
      "row security": await judgeRowSecurity(sql),
    };
    const wrong = Object.entries(verdicts).filter(([, [state]]) => state === "bad");
    if (wrong.length === 0) return;
    const lines = wrong.map(([check, [, detail]]) => `${check}: ${detail}`);
    throw new UnsafeDatabase(`The portal does not start on this database:\n\n${lines.join("\n")}`);
  } finally {
    await sql.end();
  }
}
