"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { acceptInvitation, joinProgram } from "@/lib/accounts/mutations/invite-staff";
import { acceptInvitationSchema, tokenSchema } from "@/lib/accounts/schema";
import { beginSession, currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import { refusalOf } from "../../answers";

export async function acceptInvitationAction(
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const { device, replaces } = await currentBrowser();
  const result = await runAction("acceptInvitation", acceptInvitationSchema, form, (ctx, input) =>
    acceptInvitation(ctx, { ...input, device, replaces }),
  );
  if (!result.ok) return refusalOf(result);
  await beginSession(result.data);
  redirect("/mfa/setup?next=%2Fstaff%2Ftriage");
}

export async function joinProgramAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("joinProgram", tokenSchema, form, joinProgram);
  if (!result.ok) return refusalOf(result);
  redirect("/mfa?next=%2Fstaff%2Ftriage");
}
