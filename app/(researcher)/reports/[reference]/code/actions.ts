"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import type { SentToGuest } from "@/components/guests/send-as-guest";
import { notFound } from "@/lib/errors";
import { replaceCode, revokeCode } from "@/lib/guests/mutations/change-code";
import { parseReference } from "@/lib/reports/reference";
import { runAction } from "@/lib/request/action";
import { keepGuestSession } from "@/lib/request/guest";

/** What the page was bound with comes back from the browser and is checked again. */
function checkedReference(text: string): string {
  const parsed = parseReference(z.string().max(60).parse(text));
  if (!parsed.ok) throw notFound();
  return parsed.reference;
}

const emptySchema = z.object({});

/** A new receipt code; the answer is the one place that shows it. */
export async function replaceMyCode(
  reference: string,
  _state: FormState<SentToGuest>,
  form: FormData,
): Promise<FormState<SentToGuest>> {
  const result = await runAction("replaceCode", emptySchema, form, (ctx) =>
    replaceCode(ctx, checkedReference(reference)),
  );
  if (!result.ok) return result;
  await keepGuestSession(result.data.session);
  return { ok: true, data: { reference, code: result.data.code } };
}

const revokeSchema = z.object({
  sure: z.literal("yes", { error: "Tick the box to say that nobody shall open this report again" }),
});

export async function revokeMyCode(
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("revokeCode", revokeSchema, form, (ctx) =>
    revokeCode(ctx, checkedReference(reference)),
  );
  if (!result.ok) return result;
  redirect("/track?said=revoked");
}
