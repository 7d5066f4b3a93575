import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getPolicyDraft } from "@/lib/policy/drafts/queries";
import { draftPublicId } from "@/lib/policy/drafts/schema";
import { deskContext, orNotFound } from "../../desk";

/** One draft for a page and its title; what may not be seen does not exist. */
export const loadPolicyDraft = cache(async (publicId: string, page = "") => {
  const ctx = await deskContext(`/staff/policies/${publicId}${page}`);
  if (!draftPublicId.safeParse(publicId).success) notFound();
  return { ctx, draft: await orNotFound(getPolicyDraft(ctx, publicId)) };
});

export type DraftProps = { params: Promise<{ draft: string }> };
