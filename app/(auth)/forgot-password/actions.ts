"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { requestPasswordReset } from "@/lib/accounts/mutations/reset-password";
import { emailSchema } from "@/lib/accounts/schema";
import { currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import { refusalOf } from "../answers";

export async function requestPasswordResetAction(
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const { network } = await currentBrowser();
  const result = await runAction("requestPasswordReset", emailSchema, form, (ctx, input) =>
    requestPasswordReset(ctx, { ...input, network }),
  );
  if (!result.ok) return refusalOf(result);
  redirect("/forgot-password?sent=1");
}
