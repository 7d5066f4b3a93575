import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { requestContext } from "./context";
import type { Context } from "./transaction";

/**
 * For pages that make no sense without an account: leads to sign-in and back, or to the second factor.
 * Comfort only: the queries behind the page refuse by themselves.
 */
export async function signedInContext(path: string): Promise<Context> {
  const ctx = await requestContext();
  const next = encodeURIComponent(path);
  if (ctx.actor.kind === "anonymous") redirect(`/sign-in?next=${next}` as Route);
  if (ctx.actor.kind === "pending") redirect(`/mfa?next=${next}` as Route);
  return ctx;
}
