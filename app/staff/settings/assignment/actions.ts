"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { addRule, arrangeRule, setOtherwise } from "@/lib/assignment/mutations";
import { arrangeSchema, newRuleSchema, otherwiseSchema } from "@/lib/assignment/schema";
import { programSchema } from "@/lib/people/schema";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

const place = (program: string, said: string) =>
  `/staff/settings/assignment?${new URLSearchParams({ program, said })}` as const;

export async function add(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = programSchema.parse(programSlug);
  const result = await runAction("addRule", newRuleSchema, form, (ctx, input) => addRule(ctx, slug, input));
  if (!result.ok) return result;
  redirect(place(slug, "added"));
}

export async function arrange(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = programSchema.parse(programSlug);
  const result = await runAction("arrangeRule", arrangeSchema, form, (ctx, input) => arrangeRule(ctx, slug, input));
  if (!result.ok) return result;
  redirect(place(slug, "arranged"));
}

export async function otherwise(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = programSchema.parse(programSlug);
  const result = await runAction("setOtherwise", otherwiseSchema, form, (ctx, input) => setOtherwise(ctx, slug, input));
  if (!result.ok) return result;
  redirect(place(slug, "otherwise"));
}
