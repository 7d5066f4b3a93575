"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import type { QuestionState } from "@/components/inquiries/question-form";
import { currentBrowser } from "@/lib/auth/session";
import { askAgain, askQuestion } from "@/lib/inquiries/mutations";
import { inquiryPath } from "@/lib/inquiries/records";
import { inquiryMessageSchema, inquirySchema } from "@/lib/inquiries/schema";
import { formValues, runAction } from "@/lib/request/action";

/** What the pages were bound with comes back from the browser and is checked again. */
const slugSchema = z.string().regex(/^[a-z0-9-]{1,60}$/);
const tokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export async function askAction(
  programSlug: string,
  _state: QuestionState | null,
  form: FormData,
): Promise<QuestionState> {
  const slug = slugSchema.parse(programSlug);
  const { network } = await currentBrowser();
  const values = formValues(form);
  const result = await runAction("askQuestion", inquirySchema, values, (ctx, input) =>
    askQuestion(ctx, slug, { ...input, network }),
  );
  const text = (name: string) => {
    const value = values[name];
    return typeof value === "string" ? value : "";
  };
  const typed = { subject: text("subject"), text: text("text"), email: text("email") };
  if (!result.ok) {
    const fields = Object.entries(result.fieldErrors ?? {}).flatMap(([name, [first]]) =>
      first ? [[name, first]] : [],
    );
    const errors: Record<string, string> = fields.length > 0 ? Object.fromEntries(fields) : { form: result.message };
    return { typed, errors, hint: false };
  }
  if ("hint" in result.data) return { typed, errors: {}, hint: true };
  redirect(`${inquiryPath(result.data.token)}?sent=1` as "/");
}

export async function askAgainAction(
  token: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const known = tokenSchema.parse(token);
  const result = await runAction("askAgain", inquiryMessageSchema, form, async (ctx, input) => {
    await askAgain(ctx, known, input);
    return undefined;
  });
  if (!result.ok) return result;
  redirect(`${inquiryPath(known)}?sent=2` as "/");
}
