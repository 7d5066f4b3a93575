"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { scoped, unscoped } from "@/components/reports/field-names";
import { adoptAccountKey, removeAccountKey, sendKeyTest } from "@/lib/accounts/mutations/change-key";
import { accountKeySchema, emptySchema, keyRemovalSchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";
import { REMOVE_SCOPE } from "./scope";

export async function saveKey(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("adoptAccountKey", accountKeySchema, form, adoptAccountKey);
  if (!result.ok) return result;
  redirect("/account/pgp?said=saved");
}

export async function removeKey(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const plain = unscoped(form, REMOVE_SCOPE);
  const result = await runAction("removeAccountKey", keyRemovalSchema, plain, removeAccountKey);
  if (!result.ok) return scoped(result, REMOVE_SCOPE);
  redirect("/account/pgp?said=removed");
}

export async function testKey(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("sendKeyTest", emptySchema, form, (ctx) => sendKeyTest(ctx));
  if (!result.ok) return result;
  redirect("/account/pgp?said=tested");
}
