"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { changeProfile } from "@/lib/accounts/mutations/change-profile";
import { endSession, signOutEverywhere } from "@/lib/accounts/mutations/sign-out";
import { emptySchema, profileSchema, sessionHandleSchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";

export async function changeProfileAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("changeProfile", profileSchema, form, changeProfile);
  if (!result.ok) return result;
  refresh();
  return { ok: true, data: undefined };
}

export async function endSessionAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("endSession", sessionHandleSchema, form, endSession);
  if (!result.ok) return result;
  refresh();
  return { ok: true, data: undefined };
}

export async function signOutEverywhereAction(
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("signOutEverywhere", emptySchema, form, signOutEverywhere);
  if (!result.ok) return result;
  redirect("/sign-in?said=signed-out");
}
