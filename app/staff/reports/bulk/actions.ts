"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { programSchema } from "@/lib/people/schema";
import { runAction } from "@/lib/request/action";
import { runBulk, undoBulk } from "@/lib/triage/bulk/mutations";
import { type BulkResult, bulkSchema, selectionSchema, undoSchema } from "@/lib/triage/bulk/verbs";
import { stepUpFirst } from "../../step-up";

type State = FormState<BulkResult>;

/** Does one thing to every report of the page, each by itself; what became of each is the answer. */
export async function run(_state: State, form: FormData): Promise<State> {
  const result = await runAction("runBulk", bulkSchema, form, runBulk);
  if (result.ok) revalidatePath("/staff/reports");
  return result;
}

/** Asks for the second factor again, then leads to the file. */
export async function takeOut(
  programSlug: string,
  references: readonly string[],
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const program = programSchema.parse(programSlug);
  const chosen = selectionSchema.parse(references);
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  const parameters = new URLSearchParams({ program });
  for (const reference of chosen) parameters.append("ref", reference);
  redirect(`/staff/reports/bulk/export.csv?${parameters}` as "/staff/reports/bulk/export.csv");
}

const undoForm = z.strictObject({
  undo: z
    .string()
    .max(20_000)
    .transform((text, issues) => {
      try {
        const parsed = undoSchema.safeParse(JSON.parse(text));
        if (parsed.success) return parsed.data;
      } catch {
        // What is no JSON is refused like what is no way back.
      }
      issues.addIssue({ code: "custom", message: "This cannot be taken back any more." });
      return z.NEVER;
    }),
});

export async function takeBack(_state: State, form: FormData): Promise<State> {
  const result = await runAction("undoBulk", undoForm, form, (ctx, { undo }) => undoBulk(ctx, undo));
  if (result.ok) revalidatePath("/staff/reports");
  return result;
}
