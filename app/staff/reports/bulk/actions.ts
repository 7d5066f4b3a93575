"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { runAction } from "@/lib/request/action";
import { runBulk, undoBulk } from "@/lib/triage/bulk/mutations";
import { type BulkResult, bulkSchema, undoSchema } from "@/lib/triage/bulk/verbs";

type State = FormState<BulkResult>;

/** Does one thing to every report of the page, each by itself; what became of each is the answer. */
export async function run(_state: State, form: FormData): Promise<State> {
  const result = await runAction("runBulk", bulkSchema, form, runBulk);
  if (result.ok) revalidatePath("/staff/reports");
  return result;
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
