"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { startPolicyDraft } from "@/lib/policy/drafts/mutations";
import { draftPublicId } from "@/lib/policy/drafts/schema";
import { giveReason } from "@/lib/policy/edit/mutations";
import {
  raiseToMajor,
  rebaseDraft,
  restoreDraft,
  returnDraft,
  sendToReview,
  withdrawDraft,
} from "@/lib/policy/governance/mutations";
import { publishSchema, raiseSchema, reasonSchema, returnSchema, signSchema } from "@/lib/policy/governance/schema";
import { approveDraft, publishDraft, reviewWithoutChange, signDraft } from "@/lib/policy/signing/mutations";
import { runAction } from "@/lib/request/action";
import type { Context } from "@/lib/request/transaction";
import { stepUpFirst } from "../step-up";

type State = FormState<undefined>;
const nothing = z.object({});
const slugSchema = z.string().regex(/^[a-z0-9-]{1,80}$/);
const startSchema = z.object({ source: z.enum(["current", "blank"]) });

function pathOf(draft: string): string {
  return `/staff/policies/${draftPublicId.parse(draft)}`;
}

export async function startDraftAction(slug: string, _state: State, form: FormData): Promise<State> {
  const programSlug = slugSchema.parse(slug);
  const result = await runAction("startPolicyDraft", startSchema, form, (ctx, { source }) =>
    startPolicyDraft(ctx, { programSlug, source }),
  );
  if (!result.ok) return result;
  redirect(`/staff/policies/${result.data.publicId}`);
}

/** The moves that need no more than a press. */
const PLAIN = { send: sendToReview, rebase: rebaseDraft, withdraw: withdrawDraft, restore: restoreDraft };

export async function moveDraftAction(
  draft: string,
  move: keyof typeof PLAIN,
  _state: State,
  form: FormData,
): Promise<State> {
  const path = pathOf(draft);
  const act: ((ctx: Context, publicId: string) => Promise<void>) | undefined =
    PLAIN[z.enum(["send", "rebase", "withdraw", "restore"]).parse(move)];
  const result = await runAction(`policyDraft.${move}`, nothing, form, (ctx) => act(ctx, draft));
  if (!result.ok) return result;
  revalidatePath(path);
  redirect(`/staff/policies/${draft}?done=${move}`);
}

export async function returnDraftAction(draft: string, _state: State, form: FormData): Promise<State> {
  const path = pathOf(draft);
  const result = await runAction("returnDraft", returnSchema, form, (ctx, input) => returnDraft(ctx, draft, input));
  if (!result.ok) return result;
  revalidatePath(path);
  redirect(`/staff/policies/${draft}?done=return`);
}

export async function raiseDraftAction(draft: string, _state: State, form: FormData): Promise<State> {
  const path = pathOf(draft);
  const result = await runAction("raiseToMajor", raiseSchema, form, (ctx, input) => raiseToMajor(ctx, draft, input));
  if (!result.ok) return result;
  revalidatePath(path);
  redirect(`/staff/policies/${draft}?done=raise`);
}

export async function giveReasonAction(draft: string, key: string, _state: State, form: FormData): Promise<State> {
  const path = pathOf(draft);
  const result = await runAction("giveReason", reasonSchema, form, (ctx, { reason }) =>
    giveReason(ctx, draft, { key: z.string().max(2000).parse(key), reason }),
  );
  if (!result.ok) return result;
  revalidatePath(path);
  redirect(`/staff/policies/${draft}?done=reason#findings`);
}

/** What was typed is judged before the second factor: a code is good once. */
async function signed(form: FormData, verb: (ctx: Context, input: z.output<typeof signSchema>) => Promise<unknown>) {
  const typed = await runAction("sign", signSchema, form, () => Promise.resolve());
  if (!typed.ok) return typed;
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  const result = await runAction("sign", signSchema, form, verb);
  return result.ok ? null : result;
}

export async function signDraftAction(draft: string, _state: State, form: FormData): Promise<State> {
  const path = pathOf(draft);
  const refused = await signed(form, (ctx, input) => signDraft(ctx, draft, input));
  if (refused) return refused;
  revalidatePath(path);
  redirect(`/staff/policies/${draft}?done=sign`);
}

export async function approveDraftAction(draft: string, _state: State, form: FormData): Promise<State> {
  const path = pathOf(draft);
  const refused = await signed(form, (ctx, input) => approveDraft(ctx, draft, input));
  if (refused) return refused;
  revalidatePath(path);
  redirect(`/staff/policies/${draft}?done=approve`);
}

export async function publishDraftAction(draft: string, _state: State, form: FormData): Promise<State> {
  draftPublicId.parse(draft);
  const result = await runAction("publishDraft", publishSchema, form, (ctx, input) => publishDraft(ctx, draft, input));
  if (!result.ok) return result;
  revalidatePath("/", "layout");
  redirect(`/staff/policies/${draft}?done=publish`);
}

export async function reviewWithoutChangeAction(slug: string, _state: State, form: FormData): Promise<State> {
  const programSlug = slugSchema.parse(slug);
  const refused = await signed(form, (ctx, input) => reviewWithoutChange(ctx, { ...input, programSlug }));
  if (refused) return refused;
  revalidatePath("/", "layout");
  redirect(`/staff/policies?program=${programSlug}&done=review`);
}
