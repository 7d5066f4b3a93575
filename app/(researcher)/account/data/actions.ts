"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { scoped, unscoped } from "@/components/reports/field-names";
import { deleteAccount } from "@/lib/accounts/deletion/mutations";
import { deletionSchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";
import { DELETE_SCOPE } from "./scope";

export async function deleteAccountAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction(
    "deleteAccount",
    deletionSchema,
    unscoped(form, DELETE_SCOPE),
    async (ctx, { password }) => {
      await deleteAccount(ctx, { password });
      return undefined;
    },
  );
  if (!result.ok) return scoped(result, DELETE_SCOPE);
  redirect("/sign-in?said=deleted");
}
