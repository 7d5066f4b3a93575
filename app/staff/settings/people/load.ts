import { notFound } from "next/navigation";
import { can } from "@/lib/auth/policy";
import { readTeam } from "@/lib/people/queries";
import type { Team } from "@/lib/people/types";
import { deskContext, orNotFound, address as pageAddress, type SearchParams, single } from "../../desk";

export const PATH = "/staff/settings/people";

export const memberPath = (program: string, handle: string) => pageAddress(`${PATH}/${handle}`, { program });

/** The people of the program in the address, else of the first that the actor administers. */
export async function readPeople(searchParams: SearchParams): Promise<{ team: Team; others: string[] }> {
  const program = single((await searchParams).program);
  const ctx = await deskContext(pageAddress(PATH, { program }));
  const managed = ctx.actor.memberships.filter((membership) => can(ctx.actor, "people.manage", membership));
  const slugs = [...new Set(managed.map(({ programSlug }) => programSlug))];
  const slug = program ?? slugs[0];
  if (slug === undefined) notFound();
  return { team: await orNotFound(readTeam(ctx, slug)), others: slugs.filter((other) => other !== slug) };
}
