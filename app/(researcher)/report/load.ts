import "server-only";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { PortalError } from "@/lib/errors";
import { getDraft } from "@/lib/reports/drafts/queries";
import type { DraftView } from "@/lib/reports/drafts/types";
import { journeyOf } from "@/lib/reports/form/journey";
import { formLookups } from "@/lib/reports/form/lookups";
import { requestContext } from "@/lib/request/context";
import { signedInContext } from "@/lib/request/signed-in";

/** What title and page of one request read once: the draft, where it stands, and what judging it needs. */
const loadDraft = cache(async (publicId: string) => {
  const draft = await found(publicId);
  const lookups = formLookups(new Date(draft.now), draft.policy.calendar.zone);
  return { draft, lookups, journey: journeyOf(draft.policy.document, draft.answers, lookups, draft.protection) };
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

/** A draft that can still be written; one that was sent leads to its receipt, whatever the page. */
export async function openDraft(publicId: string, path: string) {
  await signedInContext(path);
  const loaded = await loadDraft(publicId);
  if (loaded.draft.sentAs !== null) redirect(`/reports/${loaded.draft.sentAs}/receipt`);
  return loaded;
}
