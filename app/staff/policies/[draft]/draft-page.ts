import { notFound } from "next/navigation";
import { cache } from "react";
import { draftPublicId } from "@/lib/policy/drafts/schema";
import { judge, type Verdict } from "@/lib/policy/edit/judge";
import { draftForEditing } from "@/lib/policy/edit/queries";
import type { EditorView } from "@/lib/policy/edit/types";
import { deskContext, orNotFound } from "../../desk";

/** A draft and what the portal says about it, once a request: the title of a page comes from the same query. */
export const draftPage = cache(async (draft: string, path: string): Promise<{ view: EditorView; verdict: Verdict }> => {
  const ctx = await deskContext(path);
  const publicId = draftPublicId.safeParse(draft);
  if (!publicId.success) notFound();
  const view = await orNotFound(draftForEditing(ctx, publicId.data));
  return { view, verdict: judge(view, view.document) };
});
