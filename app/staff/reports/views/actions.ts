"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";
import { deleteView, moveView, renameView, replaceView, saveView } from "@/lib/triage/views/mutations";
import { renameViewSchema, replaceViewSchema, saveViewSchema } from "@/lib/triage/views/schema";

type State = FormState<undefined>;

/** What the page was bound with comes back from the browser and is checked again. */
const slugSchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
const keySchema = z.string().regex(/^[a-z0-9-]{1,32}$/);

const place = (program: string, said: string) =>
  `/staff/reports/views?${new URLSearchParams({ program, said })}` as const;

export async function save(program: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(program);
  const result = await runAction("saveView", saveViewSchema, form, (ctx, input) => saveView(ctx, slug, input));
  if (!result.ok) return result;
  const query = saveViewSchema.shape.query.parse(form.get("query"));
  revalidatePath("/staff/reports");
  const parameters = new URLSearchParams(query);
  parameters.set("program", slug);
  parameters.set("said", "saved");
  redirect(`/staff/reports?${parameters}`);
}

const placeSchema = z.string().regex(/^[0-9a-f]{32} \S+$/, "Select a list");

export async function replace(program: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(program);
  const schema = z.strictObject({ view: placeSchema, query: replaceViewSchema.shape.query });
  const result = await runAction("replaceView", schema, form, (ctx, { view, query }) => {
    const [key = "", known = ""] = view.split(" ");
    return replaceView(ctx, key, replaceViewSchema.parse({ query, known }));
  });
  if (!result.ok) return result;
  revalidatePath("/staff/reports");
  redirect(place(slug, "replaced"));
}

export async function move(program: string, key: string, by: -1 | 1, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(program);
  const view = keySchema.parse(key);
  const step = z.union([z.literal(-1), z.literal(1)]).parse(by);
  const result = await runAction("moveView", emptySchema, form, (ctx) => moveView(ctx, slug, view, { by: step }));
  if (!result.ok) return result;
  revalidatePath("/staff/reports");
  redirect(place(slug, "moved"));
}

export async function hide(
  program: string,
  key: string,
  hidden: boolean,
  _state: State,
  form: FormData,
): Promise<State> {
  const slug = slugSchema.parse(program);
  const view = keySchema.parse(key);
  const result = await runAction("hideView", emptySchema, form, (ctx) =>
    moveView(ctx, slug, view, { hidden: z.boolean().parse(hidden) }),
  );
  if (!result.ok) return result;
  revalidatePath("/staff/reports");
  redirect(place(slug, hidden ? "hidden" : "shown"));
}

export async function rename(program: string, key: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(program);
  const view = keySchema.parse(key);
  const result = await runAction("renameView", renameViewSchema, form, (ctx, input) => renameView(ctx, view, input));
  if (!result.ok) return result;
  revalidatePath("/staff/reports");
  redirect(place(slug, "renamed"));
}

export async function remove(program: string, key: string, _state: State, form: FormData): Promise<State> {
  const slug = slugSchema.parse(program);
  const view = keySchema.parse(key);
  const result = await runAction("deleteView", emptySchema, form, (ctx) => deleteView(ctx, view));
  if (!result.ok) return result;
  revalidatePath("/staff/reports");
  redirect(place(slug, "deleted"));
}
