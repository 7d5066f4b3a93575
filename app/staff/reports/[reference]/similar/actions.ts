"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { MARK_SCOPE } from "@/components/duplicates/verdict-forms";
import type { FormState } from "@/components/forms/action-form";
import { scoped, unscoped } from "@/components/reports/field-names";
import { markDuplicate } from "@/lib/duplicates/mutations/mark";
import { relateReports } from "@/lib/duplicates/mutations/relate";
import { markSchema, relateSchema } from "@/lib/duplicates/schema";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const referenceSchema = z.string().regex(/^[A-Z0-9-]{1,40}$/);

export async function mark(reference: string, other: string, _state: State, form: FormData): Promise<State> {
  const report = referenceSchema.parse(reference);
  const data = unscoped(form, MARK_SCOPE);
  data.set("other", referenceSchema.parse(other));
  const result = await runAction("markDuplicate", markSchema, data, (ctx, input) => markDuplicate(ctx, report, input));
  if (!result.ok) return scoped(result, MARK_SCOPE);
  revalidatePath(`/staff/reports/${report}`);
  redirect(`/staff/reports/${report}?done=reject`);
}

export async function relate(
  reference: string,
  other: string,
  relation: "related" | "different",
  _state: State,
  form: FormData,
): Promise<State> {
  const report = referenceSchema.parse(reference);
  const data = new FormData();
  for (const [name, value] of form) if (name.startsWith("$ACTION")) data.append(name, value);
  data.set("other", referenceSchema.parse(other));
  data.set("relation", relation);
  const result = await runAction("relateReports", relateSchema, data, (ctx, input) =>
    relateReports(ctx, report, input),
  );
  if (!result.ok) return result;
  revalidatePath(`/staff/reports/${report}/similar`);
  redirect(`/staff/reports/${report}/similar?said=${relation}`);
}
