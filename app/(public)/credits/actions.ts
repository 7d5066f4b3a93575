"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { creditLinkPath } from "@/lib/credit/handle";
import { answerByLink, wishByLink } from "@/lib/credit/named/mutations";
import { consentSchema, creditWishSchema } from "@/lib/credit/schema";
import { runAction } from "@/lib/request/action";

/** What the page was bound with comes back from the browser and is checked again. */
const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const versionSchema = z.number().int().positive();

export async function answerNamed(
  token: string,
  version: number,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const known = tokenSchema.parse(token);
  const result = await runAction("answerNamed", consentSchema, form, async (ctx, { consent }) => {
    await answerByLink(ctx, known, { version: versionSchema.parse(version), consent });
    return version + 1;
  });
  if (!result.ok) return result;
  redirect(`${creditLinkPath(known)}?saved=answer&v=${result.data}` as "/");
}

export async function wishNamed(
  token: string,
  version: number,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const known = tokenSchema.parse(token);
  const result = await runAction("wishNamed", creditWishSchema, form, async (ctx, wish) => {
    await wishByLink(ctx, known, { version: versionSchema.parse(version), ...wish });
    return version + 1;
  });
  if (!result.ok) return result;
  redirect(`${creditLinkPath(known)}?saved=wish&v=${result.data}` as "/");
}
