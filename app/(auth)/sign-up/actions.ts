"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { signUp } from "@/lib/accounts/mutations/sign-up";
import { signUpSchema } from "@/lib/accounts/schema";
import { currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import { refusalOf } from "../answers";

export async function signUpAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const { network } = await currentBrowser();
  const result = await runAction("signUp", signUpSchema, form, (ctx, input) => signUp(ctx, { ...input, network }));
  if (!result.ok) return refusalOf(result);
  redirect("/verify-email");
}
