"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { signInWithRecoveryCode, verifyTotp } from "@/lib/accounts/mutations/second-factor";
import type { StartedSession } from "@/lib/accounts/mutations/start-session";
import { safeNext } from "@/lib/accounts/next-path";
import { codeSchema } from "@/lib/accounts/schema";
import { beginSession, currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import type { Context } from "@/lib/request/transaction";
import type { Result } from "@/lib/result";
import { refusalOf, textOf } from "../answers";

type Verb = (ctx: Context, input: { code: string; device: string; replaces: string | null }) => Promise<StartedSession>;

async function giveCode(name: string, verb: Verb, form: FormData): Promise<FormState<undefined>> {
  const { device, replaces } = await currentBrowser();
  const result: Result<StartedSession> = await runAction(name, codeSchema, form, (ctx, { code }) =>
    verb(ctx, { code, device, replaces }),
  );
  if (!result.ok) return refusalOf(result);
  await beginSession(result.data);
  redirect(safeNext(textOf(form, "next"), "/reports") as Route);
}

export async function verifyTotpAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  return giveCode("verifyTotp", verifyTotp, form);
}

export async function recoveryCodeAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  return giveCode("signInWithRecoveryCode", signInWithRecoveryCode, form);
}
