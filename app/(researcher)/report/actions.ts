"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import type { SentToGuest } from "@/components/guests/send-as-guest";
import { storeChosen } from "@/lib/attachments/mutations/store-whole";
import { isNobody, isSignedOut } from "@/lib/auth/policy";
import { notFound, PortalError } from "@/lib/errors";
import { sendAsGuest } from "@/lib/guests/mutations/send";
import { startAnother } from "@/lib/reports/drafts/another/mutations";
import { holdPage } from "@/lib/reports/drafts/held/mutations";
import { deleteDraft, saveDraftStep, startDraft } from "@/lib/reports/drafts/mutations";
import { listDrafts } from "@/lib/reports/drafts/queries";
import { STEPS } from "@/lib/reports/form/answers";
import type { Stop } from "@/lib/reports/form/journey";
import { sendFromAccount } from "@/lib/reports/mutations/send";
import { PROTECTIONS } from "@/lib/reports/protection";
import { runAction } from "@/lib/request/action";
import { draftTokens, GUEST_DRAFTS_AT_MOST, guestNetwork, keepGuestSession, rememberDraft } from "@/lib/request/guest";
import { takePoint } from "@/lib/request/rate-limit";
import type { Context } from "@/lib/request/transaction";
import { senderOf } from "./sender";

const draftIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
const startSchema = z.object({ protection: z.enum(PROTECTIONS).default("https") });
const formSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
/** What the page was bound with comes back from the browser and is checked again. */
const pageSchema = z.strictObject({
  draftId: draftIdSchema,
  step: z.enum(STEPS),
  part: z.enum(["step", "notice"]),
  changing: z.boolean(),
});
export type BoundPage = z.infer<typeof pageSchema>;

/** Begins a report and opens its first step. */
export async function startReport(
  programSlug: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("startReport", startSchema, form, async (ctx, { protection }) => {
    const slug = z.string().max(60).parse(programSlug);
    if (isSignedOut(ctx.actor)) await mayBeginAsGuest(ctx);
    return startDraft(ctx, { programSlug: slug, protection });
  });
  if (!result.ok) return result;
  const { publicId, guestToken } = result.data;
  if (guestToken !== null) await rememberDraft(guestToken);
  redirect(`/report/${publicId}/scope`);
}

/** A browser holds a few drafts, and a network begins no more than people would. */
async function mayBeginAsGuest(ctx: Context): Promise<void> {
  await takePoint(ctx.db, "guest-draft:network", await guestNetwork());
  if ((await listDrafts(ctx)).length >= GUEST_DRAFTS_AT_MOST) {
    throw new PortalError(
      "CONFLICT",
      `This browser keeps ${GUEST_DRAFTS_AT_MOST} unsent drafts already. Send or delete one of them first.`,
    );
  }
}

/** Begins another report about the product of one that was sent. */
export async function startAnotherReport(
  reference: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("startAnotherReport", formSchema, form, async (ctx) => {
    if (isSignedOut(ctx.actor)) await mayBeginAsGuest(ctx);
    return startAnother(ctx, { reference: z.string().max(60).parse(reference) });
  });
  if (!result.ok) return result;
  const { publicId, guestToken } = result.data;
  if (guestToken !== null) await rememberDraft(guestToken);
  redirect(`/report/${publicId}/scope`);
}

/** Keeps one page of a draft and goes on to where its answers lead. */
export async function saveStep(
  page: BoundPage,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const { draftId, step, part, changing } = pageSchema.parse(page);
  const later = form.get("_intent") === "later";
  const scores = form.get("_intent") === "score";
  const previews = form.get("_intent") === "preview";
  const result = await runAction("saveStep", formSchema, form, async (ctx, values) => {
    // Asked in here: when the database is away, that has to come back to the form as a sentence too.
    if (isNobody(ctx.actor)) throw notFound();
    await storeChosen(ctx, draftId, form);
    return saveDraftStep(ctx, {
      publicId: draftId,
      step,
      part,
      changing,
      ...senderOf(values),
      values,
      keep: later || scores || previews ? "as_typed" : "judged",
    });
  });
  if (!result.ok) {
    // Nobody, another account, or none but a guest, is signed in by now.
    if (result.code === "NOT_FOUND") return holdStep(page, form);
    // The page is made again, so that its next try carries the revision and the policy of now.
    if (result.code === "CONFLICT" || result.fieldErrors?.policyVersion) revalidatePath(`/report/${draftId}`, "layout");
    return result;
  }
  // The browser's Back button asks again, and shows what was saved.
  revalidatePath(`/report/${draftId}`, "layout");
  const { stop, notices, savedAt, sentAs } = result.data;
  if (sentAs !== null) redirect(`/reports/${sentAs}/receipt`);
  if (later) redirect(`/report?saved=${draftId}`);
  // Without scripts: the same page with the score beside the vector, and everything typed kept.
  if (scores) redirect(`/report/${draftId}/${step}${changing ? "?return=check" : ""}#cvss`);
  if (previews) {
    const query = new URLSearchParams({ preview: String(Date.parse(savedAt)) });
    if (changing) query.set("return", "check");
    redirect(`/report/${draftId}/${step}?${query}`);
  }
  redirect(addressOf(draftId, stop, changing, notices.length > 0));
}

/** The writer is not signed in any more: keeps what was sent until its writer has signed in again, and leads there. */
async function holdStep({ draftId, step, part, changing }: BoundPage, form: FormData): Promise<FormState<undefined>> {
  const grant = form.get("_grant");
  const result = await runAction("holdStep", formSchema, form, (ctx, values) =>
    holdPage(ctx, {
      draftPublicId: draftId,
      grant: typeof grant === "string" ? grant : "",
      page: { step, part, rev: senderOf(values).rev, values },
    }),
  );
  if (!result.ok) return result;
  // A guest has nothing to sign in to: their draft moved to another browser.
  if (result.data.ofGuest) redirect("/report/resume?said=moved");
  const query = new URLSearchParams({ held: "1" });
  if (part === "notice") query.set("notice", step);
  if (changing) query.set("return", "check");
  redirect(`/sign-in?said=held&next=${encodeURIComponent(`/report/${draftId}/${step}?${query}`)}`);
}

function addressOf(draftId: string, stop: Stop, changing: boolean, stripped: boolean) {
  const query = new URLSearchParams();
  if (stop.part === "notice") query.set("notice", stop.step);
  if (changing && stop.step !== "check") query.set("return", "check");
  if (stripped) query.set("note", "stripped");
  const path = `/report/${draftId}/${stop.step}` as const;
  return query.size > 0 ? (`${path}?${query}` as const) : path;
}

/** Sends the report. Sent twice, or from a page that the Back button brought back, it leads to the same receipt. */
export async function sendReport(
  draftId: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("sendReport", formSchema, form, (ctx) =>
    sendFromAccount(ctx, { draftPublicId: draftIdSchema.parse(draftId) }),
  );
  if (result.ok) {
    // The browser's Back button asks again, and is led to the receipt too.
    revalidatePath(`/report/${draftId}`, "layout");
    redirect(`/reports/${result.data.reference}/receipt`);
  }
  // The check page itself says which answers need another look, with links to them.
  if (result.code === "INVALID" || result.code === "CONFLICT") redirect(`/report/${draftId}/check?again=1`);
  return result;
}

/** The same for a guest. The answer, in place of the form, is the receipt code: it is in no address and shown this once. */
export async function sendReportAsGuest(
  draftId: string,
  _state: FormState<SentToGuest>,
  form: FormData,
): Promise<FormState<SentToGuest>> {
  const held = await draftTokens();
  const result = await runAction("sendReport", formSchema, form, async (ctx) =>
    sendAsGuest(ctx, {
      draftPublicId: draftIdSchema.parse(draftId),
      draftTokens: held,
      proof: form.get("_proof"),
      network: await guestNetwork(),
    }),
  );
  if (!result.ok) {
    if (result.code === "INVALID" || result.code === "CONFLICT") redirect(`/report/${draftId}/check?again=1`);
    return result;
  }
  const { reference, guest } = result.data;
  if (guest === null) redirect(`/reports/${reference}/receipt`);
  await keepGuestSession(guest.session);
  return { ok: true, data: { reference, code: guest.code } };
}

/** Deletes a draft for good. */
export async function discardDraft(
  draftId: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("discardDraft", formSchema, form, (ctx) =>
    deleteDraft(ctx, { publicId: draftIdSchema.parse(draftId) }),
  );
  if (!result.ok) return result;
  redirect("/report?deleted=1");
}
