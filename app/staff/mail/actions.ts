"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { acceptAsReport, discardMail, putWithReport } from "@/lib/mail-in/mutations/settle";
import { acceptSchema, discardSchema, putSchema } from "@/lib/mail-in/schema";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

const idSchema = z.string().regex(/^[0-9a-f]{32}$/);

export async function acceptAction(publicId: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(publicId);
  const result = await runAction("acceptAsReport", acceptSchema, form, (ctx, input) => acceptAsReport(ctx, id, input));
  if (!result.ok) return result;
  redirect(`/staff/reports/${result.data.reference}`);
}

export async function putAction(publicId: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(publicId);
  const result = await runAction("putWithReport", putSchema, form, (ctx, input) => putWithReport(ctx, id, input));
  if (!result.ok) return result;
  redirect(`/staff/reports/${result.data.reference}`);
}

export async function discardAction(publicId: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(publicId);
  const result = await runAction("discardMail", discardSchema, form, (ctx, input) => discardMail(ctx, id, input));
  if (!result.ok) return result;
  redirect("/staff/mail?done=discarded");
}
