"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { addNonIssue, retireNonIssue } from "@/lib/non-issues/mutations";
import { newEntrySchema } from "@/lib/non-issues/schema";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const slugSchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
const keySchema = z.string().regex(/^N\d{1,3}$/);

const place = (program: string, said: string) =>
  `/staff/settings/non-issues?${new URLSearchParams({ program, said })}` as const;

export async function addEntry(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(programSlug);
  const result = await runAction("addNonIssue", newEntrySchema, form, (ctx, input) => addNonIssue(ctx, slug, input));
  if (!result.ok) return result;
  revalidatePath("/staff/settings/non-issues");
  redirect(place(slug, "added"));
}

export async function retireEntry(programSlug: string, key: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(programSlug);
  const entry = keySchema.parse(key);
  const result = await runAction("retireNonIssue", emptySchema, form, (ctx) => retireNonIssue(ctx, slug, entry));
  if (!result.ok) return result;
  revalidatePath("/staff/settings/non-issues");
  redirect(place(slug, "retired"));
}
