"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import type { SentToGuest } from "@/components/guests/send-as-guest";
import { noticeAnswers, noticeSchema } from "@/lib/guests/notice";
import type { SentReport } from "@/lib/reports/mutations/submit";
import { sendNotice, sendNoticeOfDraft } from "@/lib/reports/mutations/urgent";
import { runAction } from "@/lib/request/action";
import { draftTokens, keepGuestSession, rememberDraft } from "@/lib/request/guest";

/** Sends the notice of the one page. An urgent notice is never held back by a limit: a person reads each. */
export async function sendUrgently(_state: FormState<SentToGuest>, form: FormData): Promise<FormState<SentToGuest>> {
  let key = "";
  const result = await runAction("sendUrgently", noticeSchema, form, (ctx, input) => {
    key = input.key;
    return sendNotice(ctx, { programSlug: input.program, answers: noticeAnswers(input), key });
  });
  if (!result.ok) return result;
  if (result.data.guest !== null) await rememberDraft(key);
  return answer(result.data);
}

/** Sends the notice from the form, with what its first steps hold. */
export async function sendUrgentlyFrom(
  draftId: string,
  _state: FormState<SentToGuest>,
  form: FormData,
): Promise<FormState<SentToGuest>> {
  const held = await draftTokens();
  const result = await runAction("sendUrgentlyFrom", z.record(z.string(), z.unknown()), form, (ctx) => {
    const draftPublicId = z
      .string()
      .regex(/^[0-9a-f]{32}$/)
      .parse(draftId);
    return sendNoticeOfDraft(ctx, { draftPublicId, draftTokens: held });
  });
  return result.ok ? answer(result.data) : result;
}

async function answer({ reference, guest }: SentReport): Promise<FormState<SentToGuest>> {
  if (guest === null) redirect(`/reports/${reference}/receipt`);
  await keepGuestSession(guest.session);
  return { ok: true, data: { reference, code: guest.code } };
}
