"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { isSignedOut } from "@/lib/auth/policy";
import { PortalError } from "@/lib/errors";
import {
  askForDraftLinks,
  forgetDraftAddress,
  mailDraftLink,
  openDraftLink,
  renewDraftLink,
} from "@/lib/guests/resume/mutations";
import type { Resumed } from "@/lib/guests/resume/types";
import { draftAddressSchema, draftLinkSchema } from "@/lib/guests/schema";
import { listDrafts } from "@/lib/reports/drafts/queries";
import { runAction } from "@/lib/request/action";
import { GUEST_DRAFTS_AT_MOST, guestNetwork, rememberDraft } from "@/lib/request/guest";

type State = FormState<undefined>;

const emptySchema = z.object({});
const draftIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

/** Keeps an address with a draft of this browser and mails a link to it. */
export async function mailLink(draftId: string, _state: State, form: FormData): Promise<State> {
  const network = await guestNetwork();
  const result = await runAction("mailDraftLink", draftAddressSchema, form, (ctx, { email }) =>
    mailDraftLink(ctx, { publicId: draftIdSchema.parse(draftId), address: email, network }),
  );
  if (!result.ok) return result;
  redirect(`/report/${draftIdSchema.parse(draftId)}/link?said=mailed`);
}

export async function forgetAddress(draftId: string, _state: State, form: FormData): Promise<State> {
  const result = await runAction("forgetDraftAddress", emptySchema, form, (ctx) =>
    forgetDraftAddress(ctx, draftIdSchema.parse(draftId)),
  );
  if (!result.ok) return result;
  redirect(`/report/${draftIdSchema.parse(draftId)}/link?said=forgotten`);
}

/** Asks for links to the drafts of an address. Says the same whether there are any. */
export async function askForLinks(_state: State, form: FormData): Promise<State> {
  const network = await guestNetwork();
  const result = await runAction("askForDraftLinks", draftAddressSchema, form, (ctx, { email }) =>
    askForDraftLinks(ctx, { address: email, network }),
  );
  if (!result.ok) return result;
  redirect("/report/resume?said=asked");
}

/** Asks for another link by one that is no longer good. */
export async function renewLink(_state: State, form: FormData): Promise<State> {
  const network = await guestNetwork();
  const result = await runAction("renewDraftLink", draftLinkSchema, form, (ctx, { token }) =>
    renewDraftLink(ctx, { token, network }),
  );
  if (!result.ok) return result;
  redirect("/report/resume?said=renewed");
}

/** Moves the draft of a link to this browser. */
export async function openLink(_state: State, form: FormData): Promise<State> {
  const result = await runAction("openDraftLink", draftLinkSchema, form, async (ctx, { token }): Promise<Resumed> => {
    if (isSignedOut(ctx.actor) && (await listDrafts(ctx)).length >= GUEST_DRAFTS_AT_MOST) {
      throw new PortalError(
        "CONFLICT",
        `This browser keeps ${GUEST_DRAFTS_AT_MOST} unsent drafts already. Send or delete one of them, then open the link again.`,
      );
    }
    return openDraftLink(ctx, token);
  });
  if (!result.ok) return result;
  const { publicId, stop, guestToken } = result.data;
  if (guestToken !== null) await rememberDraft(guestToken);
  const query = new URLSearchParams(stop.held ? { held: "1" } : {});
  if (stop.part === "notice") query.set("notice", stop.step);
  redirect(query.size > 0 ? `/report/${publicId}/${stop.step}?${query}` : `/report/${publicId}/${stop.step}`);
}
