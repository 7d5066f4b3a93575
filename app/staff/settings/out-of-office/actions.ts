"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { endAbsence, setAbsence } from "@/lib/absences/mutations";
import { absenceSchema, backSchema } from "@/lib/absences/schema";
import { programSchema } from "@/lib/people/schema";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

const place = (program: string, said: string) =>
  `/staff/settings/out-of-office?${new URLSearchParams({ program, said })}` as const;

export async function setAway(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = programSchema.parse(programSlug);
  const result = await runAction("setAbsence", absenceSchema, form, async (ctx, input) => setAbsence(ctx, slug, input));
  if (!result.ok) return result;
  redirect(place(slug, "away"));
}

export async function setBack(programSlug: string, who: string, _state: State): Promise<State> {
  const slug = programSchema.parse(programSlug);
  const result = await runAction("endAbsence", backSchema, { who }, (ctx, input) => endAbsence(ctx, slug, input));
  if (!result.ok) return result;
  redirect(place(slug, "back"));
}
