"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { scoped, unscoped } from "@/components/reports/field-names";
import { SPLIT_AHEAD_SCOPE, WITHDRAW_SPLIT_SCOPE } from "@/components/reports/split-panel";
import { proposeSplit, splitUnanswered, withdrawSplit } from "@/lib/reports/mutations/split";
import { splitSchema } from "@/lib/reports/split";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const referenceSchema = z.string().regex(/^[A-Z0-9-]{1,40}$/);
const proposalSchema = z.strictObject({ proposal: z.string().max(64) });

export async function propose(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const result = await runAction("proposeSplit", splitSchema, form, (ctx, input) => proposeSplit(ctx, report, input));
  if (!result.ok) return { ...result };
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=split-asked#sent`);
}

export async function withdraw(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const data = unscoped(form, WITHDRAW_SPLIT_SCOPE);
  const result = await runAction("withdrawSplit", proposalSchema, data, (ctx, input) =>
    withdrawSplit(ctx, report, input),
  );
  if (!result.ok) return scoped(result, WITHDRAW_SPLIT_SCOPE);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=split-withdrawn#sent`);
}

export async function goAhead(reference: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const data = unscoped(form, SPLIT_AHEAD_SCOPE);
  const result = await runAction("splitUnanswered", proposalSchema, data, async (ctx, input) => {
    await splitUnanswered(ctx, report, input);
  });
  if (!result.ok) return scoped(result, SPLIT_AHEAD_SCOPE);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=split#sent`);
}
