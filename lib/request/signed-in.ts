import "server-only";
import type { Route } from "next";
import { redirect } from "next/navigation";
import { isSignedOut } from "@/lib/auth/policy";
import { requestContext } from "./context";
import type { Context } from "./transaction";

/**
 * For pages that make no sense without an account: leads to sign-in and back, or to the second factor.
 * Comfort only: the queries behind the page refuse by themselves.
 */
export async function signedInContext(path: string): Promise<Context> {
  const ctx = await requestContext();
  const next = encodeURIComponent(path);
  if (isSignedOut(ctx.actor)) redirect(`/sign-in?next=${next}` as Route);
  if (ctx.actor.kind === "pending") redirect(`/mfa?next=${next}` as Route);
  return ctx;
}

/**
 * For the pages of one draft or report, which open to guests too. Whoever has shown nothing at all is led to sign-in,
 * where the way with a receipt code stands as well. Comfort only.
 */
export async function reporterContext(path: string): Promise<Context> {
  const ctx = await requestContext();
  return ctx.actor.kind === "guest" ? ctx : signedInContext(path);
}
