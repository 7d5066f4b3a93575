"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { chooseNotifications } from "@/lib/notifications/chosen/mutations";
import { choicesSchema } from "@/lib/notifications/schema";
import { runAction } from "@/lib/request/action";

export async function saveChoices(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("chooseNotifications", choicesSchema, form, async (ctx, choices) => {
    await chooseNotifications(ctx, choices);
    return undefined;
  });
  if (!result.ok) return result;
  redirect("/account/notifications?saved=1");
}
