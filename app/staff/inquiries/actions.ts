"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { answerInquiry, closeInquiry } from "@/lib/inquiries/mutations";
import { staffInquiryPath } from "@/lib/inquiries/records";
import { inquiryMessageSchema } from "@/lib/inquiries/schema";
import { runAction } from "@/lib/request/action";

type State = FormState<undefined>;

const idSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/);
const version = z.coerce.number().int().positive();

export async function answerAction(publicId: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(publicId);
  const result = await runAction(
    "answerInquiry",
    inquiryMessageSchema.extend({ version }),
    form,
    async (ctx, input) => {
      await answerInquiry(ctx, id, input);
      return undefined;
    },
  );
  if (!result.ok) return result;
  revalidatePath(staffInquiryPath(id));
  redirect(`${staffInquiryPath(id)}?done=answered` as "/");
}

export async function closeAction(publicId: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(publicId);
  const result = await runAction("closeInquiry", z.strictObject({ version }), form, async (ctx, input) => {
    await closeInquiry(ctx, id, input);
    return undefined;
  });
  if (!result.ok) return result;
  revalidatePath(staffInquiryPath(id));
  redirect(`${staffInquiryPath(id)}?done=closed` as "/");
}
