import { notFound } from "next/navigation";
import { readAudit } from "@/lib/audit/queries";
import { type AuditFilter, auditFilterSchema } from "@/lib/audit/schema";
import type { AuditLog } from "@/lib/audit/types";
import { can } from "@/lib/auth/policy";
import { deskContext, orNotFound, address as pageAddress, type SearchParams, single } from "../desk";

export const PATH = "/staff/audit";
const NAMES = ["group", "who", "reference", "from", "to", "before"] as const;

/** What the address asks for, as the forms of the page send it. */
export function filterOf(parameters: Record<string, string | string[] | undefined>): AuditFilter {
  return auditFilterSchema.parse(Object.fromEntries(NAMES.map((name) => [name, single(parameters[name])])));
}

export type Asked = { program: string; filter: AuditFilter };

export const auditAddress = ({ program, filter }: Asked, before?: string) =>
  pageAddress(PATH, { program, ...filter, before });

/** The log that the address asks for, of the first program that the actor audits where it names none. */
export async function loadAudit(searchParams: SearchParams): Promise<Asked & { log: AuditLog; others: string[] }> {
  const parameters = await searchParams;
  const filter = filterOf(parameters);
  const named = single(parameters.program);
  const ctx = await deskContext(pageAddress(PATH, { program: named, ...filter }));
  const audited = ctx.actor.memberships.filter((membership) => can(ctx.actor, "audit.read", membership));
  const slugs = [...new Set(audited.map(({ programSlug }) => programSlug))];
  const program = named ?? slugs[0];
  if (program === undefined) notFound();
  return {
    program,
    filter,
    log: await orNotFound(readAudit(ctx, program, filter)),
    others: slugs.filter((slug) => slug !== program),
  };
}
