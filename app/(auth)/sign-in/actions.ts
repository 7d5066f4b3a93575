"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { type SignedIn, signIn, signInToDemonstration } from "@/lib/accounts/mutations/sign-in";
import { safeNext } from "@/lib/accounts/next-path";
import { signInSchema } from "@/lib/accounts/schema";
import { beginSession, currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import { refusalOf, textOf } from "../answers";

async function goOn(session: SignedIn, wanted: string): Promise<never> {
  await beginSession(session);
  const next = safeNext(wanted, session.home);
  redirect((session.needsSecondFactor ? `/mfa?next=${encodeURIComponent(next)}` : next) as Route);
}

export async function signInAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const browser = await currentBrowser();
  const result = await runAction("signIn", signInSchema, form, (ctx, input) => signIn(ctx, { ...input, ...browser }));
  if (!result.ok) return refusalOf(result);
  return goOn(result.data, textOf(form, "next"));
}

export async function signInToDemonstrationAction(
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const browser = await currentBrowser();
  const result = await runAction("signInToDemonstration", signInSchema, form, (ctx, { email }) =>
    signInToDemonstration(ctx, { email, ...browser }),
  );
  if (!result.ok) return refusalOf(result);
  return goOn(result.data, textOf(form, "next"));
}
