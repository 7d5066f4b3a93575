"use server";

import type { FormState } from "@/components/forms/action-form";
import type { SentToGuest } from "@/components/guests/send-as-guest";
import { openMailedReport } from "@/lib/guests/mailed/mutations";
import { draftLinkSchema } from "@/lib/guests/schema";
import { runAction } from "@/lib/request/action";
import { keepGuestSession } from "@/lib/request/guest";

/** Opens a report that was sent by mail; the answer is the one place that shows its receipt code. */
export async function openByMail(_state: FormState<SentToGuest>, form: FormData): Promise<FormState<SentToGuest>> {
  const result = await runAction("openMailedReport", draftLinkSchema, form, (ctx, { token }) =>
    openMailedReport(ctx, token),
  );
  if (!result.ok) return result;
  await keepGuestSession(result.data.session);
  return { ok: true, data: { reference: result.data.reference, code: result.data.code } };
}
