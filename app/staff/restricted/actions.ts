"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { breakGlass } from "@/lib/reports/break-glass/mutations";
import { breakGlassSchema } from "@/lib/reports/break-glass/schema";
import { runAction } from "@/lib/request/action";
import { stepUpFirst } from "../step-up";

type State = FormState<undefined>;

export async function openRestricted(_state: State, form: FormData): Promise<State> {
  // What was typed is judged before the second factor: a code is good once.
  const typed = await runAction("breakGlass", breakGlassSchema, form, () => Promise.resolve());
  if (!typed.ok) return typed;
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  const result = await runAction("breakGlass", breakGlassSchema, form, breakGlass);
  if (!result.ok) {
    const missing = "No restricted report of a program that you coordinate has this reference";
    return result.code === "NOT_FOUND" ? { ...result, code: "INVALID", fieldErrors: { reference: [missing] } } : result;
  }
  redirect(`/staff/reports/${result.data.reference}?done=opened`);
}
