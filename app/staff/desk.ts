import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { can, type Membership } from "@/lib/auth/policy";
import { requestContext } from "@/lib/request/context";
import type { Context } from "@/lib/request/transaction";

export { orNotFound } from "@/lib/request/or-not-found";

export type DeskContext = Context & { actor: Extract<Context["actor"], { kind: "staff" }> };

/** The context of a staff page: strangers are sent to sign in and back, researchers find nothing. Comfort only: queries decide. */
export async function deskContext(path: string): Promise<DeskContext> {
  const { actor, ...rest } = await requestContext();
  switch (actor.kind) {
    case "staff":
      return { ...rest, actor };
    case "anonymous":
    case "guest":
      return redirect(`/sign-in?next=${encodeURIComponent(path)}`);
    case "pending":
      return redirect(`/mfa?next=${encodeURIComponent(path)}`);
    default:
      return notFound();
  }
}

/** The programs whose reports the actor reads, in the portal's order. */
export function readablePrograms({ actor }: DeskContext): Membership[] {
  const seen = new Set<string>();
  return actor.memberships.filter((membership) => {
    if (!can(actor, "queue.read", membership) || seen.has(membership.programId)) return false;
    seen.add(membership.programId);
    return true;
  });
}

/** The programs whose policy the actor has a part in governing, in the portal's order. */
export function governedPrograms({ actor }: DeskContext): Membership[] {
  return actor.memberships.filter((membership) => can(actor, "policy_draft.read", membership));
}

/** The title of a list: who may not see the list reads of no page. Decided as `listQueue` and `listCredits` decide. */
export async function listTitle(title: string, path: string, searchParams: SearchParams): Promise<Metadata> {
  const program = single((await searchParams).program);
  const ctx = await deskContext(address(path, { program }));
  const readable = readablePrograms(ctx);
  if (!readable.some(({ programSlug }) => program === undefined || programSlug === program)) notFound();
  return { title };
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** One value of the address; a repeated one, or one that PostgreSQL cannot hold, is none. */
export function single(value: string | string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" && !value.includes("\0") ? value : undefined;
}

/** An address with the parameters that are set. */
export function address(path: string, parameters: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
