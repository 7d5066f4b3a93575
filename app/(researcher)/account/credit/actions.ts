"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { saveDefaultCredit } from "@/lib/credit/mutations";
import { creditWishSchema } from "@/lib/credit/schema";
import { runAction } from "@/lib/request/action";

export async function saveDefaultWish(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("saveDefaultWish", creditWishSchema, form, async (ctx, { wish, display }) => {
    await saveDefaultCredit(ctx, { wish, display });
    return undefined;
  });
  if (!result.ok) return result;
  redirect("/account/credit?saved=1");
}
