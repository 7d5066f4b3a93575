import "server-only";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { PortalError } from "@/lib/errors";
import { getDraft } from "@/lib/reports/drafts/queries";
import type { DraftView } from "@/lib/reports/drafts/types";
import { journeyOf } from "@/lib/reports/form/journey";
import { formLookups } from "@/lib/reports/form/lookups";
import { requestContext } from "@/lib/request/context";
import { reporterContext } from "@/lib/request/signed-in";

/** What title and page of one request read once: the draft, where it stands, and what judging it needs. */
const loadDraft = cache(async (publicId: string) => {
  const draft = await found(publicId);
  const lookups = formLookups(new Date(draft.now), draft.policy.calendar.zone);
  return {
    draft,
    lookups,
    journey: journeyOf(draft.policy.document, draft.answers, lookups, draft.protection, draft.confirmed),
  };
});

async function found(publicId: string): Promise<DraftView> {
  if (!/^[0-9a-f]{32}$/.test(publicId)) notFound();
  try {
    return await getDraft(await requestContext(), publicId);
  } catch (error) {
    if (error instanceof PortalError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}

/** Whether this is the answer to a form, with scripts or without: a page that is merely opened carries no body. */
async function answersForm(): Promise<boolean> {
  const sent = await headers();
  return sent.has("next-action") || (sent.get("content-type") ?? "").startsWith("multipart/form-data");
}

/**
 * A draft that can still be written; one that was sent leads to its receipt, whatever the page. The one exception is
 * `showsCode`: the answer to a guest's sending, for it alone holds the receipt code.
 */
export async function openDraft(publicId: string, path: string, { showsCode = false } = {}) {
  const { actor } = await reporterContext(path);
  const loaded = await loadDraft(publicId);
  if (loaded.draft.sentAs !== null && showsCode && actor.kind === "guest" && (await answersForm())) return loaded;
  if (loaded.draft.sentAs !== null) redirect(`/reports/${loaded.draft.sentAs}/receipt`);
  return loaded;
}
