"use server";

import { revalidatePath } from "next/cache";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import type { SectionState } from "@/components/policy-editor/section-editor";
import { draftPublicId, warningReasonSchema } from "@/lib/policy/drafts/schema";
import { changeClauses, giveReason, saveSection } from "@/lib/policy/edit/mutations";
import { changesPath, editPath, findingsPath, previewPath } from "@/lib/policy/edit/paths";
import { clauseChangeSchema, sectionFormSchema } from "@/lib/policy/edit/schema";
import { runAction } from "@/lib/request/action";

/** What the page was bound with comes back from the browser and is checked again. */
const sectionSchema = z.string().regex(/^[a-z0-9.]{1,30}$/);
const text = (value: string | string[] | undefined) => (typeof value === "string" ? value : (value?.[0] ?? ""));

export async function saveSectionForm(
  draft: string,
  section: string,
  _state: SectionState,
  form: FormData,
): Promise<SectionState> {
  const publicId = draftPublicId.parse(draft);
  const id = sectionSchema.parse(section);
  const result = await runAction("saveSection", sectionFormSchema, form, (ctx, { mark, operation, ...values }) =>
    saveSection(ctx, { publicId, section: id, mark: text(mark), values, operation: text(operation) || undefined }),
  );
  const scripted = (await headers()).has("next-action");
  if (!scripted && result.ok && result.data.outcome === "saved") {
    const list = text(form.get("operation")?.toString()).split(":")[1];
    redirect(`/staff/policies/${publicId}/edit/${id}?saved=yes${list ? `#${list}-title` : ""}`);
  }
  return result;
}

export async function changeClauseForm(
  draft: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const publicId = draftPublicId.parse(draft);
  const result = await runAction("changeClauses", clauseChangeSchema, form, (ctx, input) =>
    changeClauses(ctx, publicId, input),
  );
  if (!result.ok) return result;
  for (const path of [editPath, findingsPath, previewPath, changesPath]) revalidatePath(path(publicId));
  const change = String(form.get("change"));
  if (["add", "renumber", "kind"].includes(change)) {
    redirect(`/staff/policies/${publicId}/edit/${result.data.key}`);
  }
  redirect(`/staff/policies/${publicId}/edit?done=${encodeURIComponent(change)}`);
}

const reasonForm = z
  .looseObject({
    key: z.string().max(5000),
    field: z.string().regex(/^reason-\d{1,4}$/),
    withdraw: z.string().optional(),
  })
  .transform((form, ctx) => {
    if (form.withdraw) return { key: form.key, reason: null };
    const reason = warningReasonSchema.safeParse(form[form.field]);
    if (reason.success) return { key: form.key, reason: reason.data };
    for (const { message } of reason.error.issues) ctx.addIssue({ code: "custom", message, path: [form.field] });
    return z.NEVER;
  });

export async function giveReasonForm(
  draft: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const publicId = draftPublicId.parse(draft);
  const result = await runAction("giveReason", reasonForm, form, (ctx, input) => giveReason(ctx, publicId, input));
  if (!result.ok) return result;
  revalidatePath(findingsPath(publicId));
  redirect(`/staff/policies/${publicId}/findings`);
}
