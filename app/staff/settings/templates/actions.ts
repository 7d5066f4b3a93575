"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";
import { addTemplate, changeTemplate, retireTemplate } from "@/lib/templates/mutations";
import { templateSchema } from "@/lib/templates/schema";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const slugSchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
const idSchema = z.string().regex(/^[\w-]{1,40}$/);
const changeSchema = templateSchema.extend({ rev: z.coerce.number().int().positive() });

function back(program: string, said: string): never {
  revalidatePath("/staff/settings/templates");
  redirect(`/staff/settings/templates?${new URLSearchParams({ program, said })}`);
}

export async function add(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(programSlug);
  const result = await runAction("addTemplate", templateSchema, form, (ctx, input) => addTemplate(ctx, slug, input));
  return result.ok ? back(slug, "added") : result;
}

export async function change(programSlug: string, id: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(programSlug);
  const template = idSchema.parse(id);
  const result = await runAction("changeTemplate", changeSchema, form, (ctx, input) =>
    changeTemplate(ctx, slug, template, input),
  );
  return result.ok ? back(slug, "changed") : result;
}

export async function retire(programSlug: string, id: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(programSlug);
  const template = idSchema.parse(id);
  const result = await runAction("retireTemplate", emptySchema, form, (ctx) => retireTemplate(ctx, slug, template));
  return result.ok ? back(slug, "retired") : result;
}
