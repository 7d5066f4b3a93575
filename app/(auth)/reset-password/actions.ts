"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { resetPassword } from "@/lib/accounts/mutations/reset-password";
import { resetPasswordSchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";
import { refusalOf } from "../answers";

export async function resetPasswordAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("resetPassword", resetPasswordSchema, form, resetPassword);
  if (!result.ok) return refusalOf(result);
  redirect("/sign-in?said=password-set");
}
