"use server";

import { refresh } from "next/cache";
import type { RecoveryCodes } from "@/components/accounts/totp-setup";
import type { FormState } from "@/components/forms/action-form";
import { confirmTotp, startTotpEnrolment } from "@/lib/accounts/mutations/second-factor";
import { codeSchema, emptySchema } from "@/lib/accounts/schema";
import { beginSession, currentBrowser } from "@/lib/auth/session";
import { runAction } from "@/lib/request/action";
import { refusalOf } from "../../answers";

export async function startTotpAction(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const result = await runAction("startTotpEnrolment", emptySchema, form, startTotpEnrolment);
  if (!result.ok) return refusalOf(result);
  refresh();
  return { ok: true, data: undefined };
}

export async function confirmTotpAction(
  _state: FormState<RecoveryCodes>,
  form: FormData,
): Promise<FormState<RecoveryCodes>> {
  const { device, replaces } = await currentBrowser();
  const result = await runAction("confirmTotp", codeSchema, form, (ctx, { code }) =>
    confirmTotp(ctx, { code, device, replaces }),
  );
  if (!result.ok) return refusalOf(result);
  const { session, recoveryCodes } = result.data;
  await beginSession(session);
  return { ok: true, data: { recoveryCodes } };
}
