"use server";

import { revalidatePath } from "next/cache";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";
import { arrangeDesk } from "@/lib/triage/views/mutations";

type State = FormState<undefined>;

/** Single keys on or off, for this account. */
export async function switchKeys(on: boolean, _state: State, form: FormData): Promise<State> {
  const result = await runAction("switchKeys", emptySchema, form, (ctx) => arrangeDesk(ctx, { keys: on === true }));
  if (!result.ok) return result;
  revalidatePath("/staff", "layout");
  return { ok: true, data: undefined };
}
