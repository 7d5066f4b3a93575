import { createHash } from "node:crypto";
import type { Sql } from "postgres";
import { quoteIdentifier } from "./connection";

/** Tables that the running portal may only read and add to (security.md C22). */
const APPEND_ONLY = ["events", "policy_approvals"];
/** Tables that only migrations write. */
const READ_ONLY = ["portal_migrations"];

const ROLE = "%role%";

const STATEMENTS = [
  "revoke create on schema public from public",
  `grant usage on schema public to ${ROLE}`,
  `grant select, insert, update, delete on all tables in schema public to ${ROLE}`,
  `grant usage, select on all sequences in schema public to ${ROLE}`,
  ...APPEND_ONLY.map((table) => `revoke update, delete, truncate on table public.${table} from ${ROLE}`),
  ...READ_ONLY.map((table) => `revoke insert, update, delete, truncate on table public.${table} from ${ROLE}`),
];

/** Changes with the list above, so that a newer version grants anew without a migration. */
export const GRANTS_HASH = createHash("sha256").update(STATEMENTS.join(";")).digest("hex");

/** Gives the application role its rights, in one transaction. A single role for both (doctor warns) already has them. */
export async function grantApplicationRole(ownerSql: Sql, appRole: string): Promise<void> {
  const [row] = await ownerSql<{ owner: string }[]>`select current_user as owner`;
  if (row?.owner === appRole) return;
  await ownerSql.begin(async (tx) => {
    for (const statement of STATEMENTS) await tx.unsafe(statement.replaceAll(ROLE, quoteIdentifier(appRole)));
  });
}

export type RoleProblem = { role: string; problem: string };

/** What must not be true of the role the portal runs as (security.md N20, C11). */
export async function applicationRoleProblems(appSql: Sql): Promise<RoleProblem[]> {
  const [row] = await appSql<{ role: string; rolsuper: boolean; rolbypassrls: boolean; owns: number }[]>`
    select current_user as role, r.rolsuper, r.rolbypassrls,
      (select count(*)::int from pg_tables t where t.schemaname = 'public' and t.tableowner = current_user) as owns
    from pg_roles r where r.rolname = current_user`;
  if (!row) return [{ role: "", problem: "is not in pg_roles" }];
  const problems: RoleProblem[] = [];
  if (row.rolsuper) problems.push({ role: row.role, problem: "is a superuser" });
  if (row.rolbypassrls) problems.push({ role: row.role, problem: "may bypass row-level security" });
  if (row.owns > 0) problems.push({ role: row.role, problem: `owns ${row.owns} tables` });
  return problems;
}

/** Tables with report data whose row-level security is not both enabled and forced. */
export async function tablesWithoutRowSecurity(appSql: Sql): Promise<string[]> {
  const rows = await appSql<{ name: string }[]>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and (c.relname in ('reports', 'events', 'ledger_heads', 'mails', 'policy_drafts', 'policy_approvals') or exists (
        select 1 from pg_attribute a
        where a.attrelid = c.oid and a.attname = 'report_id' and not a.attisdropped))
      and not (c.relrowsecurity and c.relforcerowsecurity)
    order by 1`;
  return rows.map((row) => row.name);
}
