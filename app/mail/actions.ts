"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { confirmAgain, tryReporterAgain } from "@/lib/mail/returned/mutations";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

const referenceSchema = z.string().regex(/^[A-Z0-9-]{1,40}$/);

export async function confirmAddressAgain(_state: State, form: FormData): Promise<State> {
  const result = await runAction("confirmAgain", emptySchema, form, (ctx) => confirmAgain(ctx));
  return result.ok ? { ok: true, data: undefined } : result;
}

export async function tryMailAgain(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction("tryReporterAgain", emptySchema, form, (ctx) => tryReporterAgain(ctx, report));
  if (!result.ok) return result;
  redirect(`/staff/reports/${report}?done=mail`);
}
