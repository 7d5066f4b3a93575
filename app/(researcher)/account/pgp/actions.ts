"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { adoptAccountKey, removeAccountKey, sendKeyTest } from "@/lib/accounts/mutations/change-key";
import { accountKeySchema, confirmedSchema, emptySchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";

export async function saveKey(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("adoptAccountKey", accountKeySchema, form, adoptAccountKey);
  if (!result.ok) return result;
  redirect("/account/pgp?said=saved");
}

export async function removeKey(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("removeAccountKey", confirmedSchema, form, (ctx) => removeAccountKey(ctx));
  if (!result.ok) return result;
  redirect("/account/pgp?said=removed");
}

export async function testKey(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("sendKeyTest", emptySchema, form, (ctx) => sendKeyTest(ctx));
  if (!result.ok) return result;
  redirect("/account/pgp?said=tested");
}
