"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { confirmEmail, resendConfirmation } from "@/lib/accounts/mutations/sign-up";
import { emailSchema, tokenSchema } from "@/lib/accounts/schema";
import { currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import { refusalOf } from "../answers";

export async function confirmEmailAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("confirmEmail", tokenSchema, form, confirmEmail);
  if (!result.ok) return refusalOf(result);
  redirect("/sign-in?said=confirmed");
}

export async function resendConfirmationAction(
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const { network } = await currentBrowser();
  const result = await runAction("resendConfirmation", emailSchema, form, (ctx, input) =>
    resendConfirmation(ctx, { ...input, network }),
  );
  return result.ok ? { ok: true, data: undefined } : refusalOf(result);
}
