"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { deleteDraft } from "@/lib/reports/drafts/mutations";
import { runAction } from "@/lib/request/action";

const draftSchema = z.strictObject({ publicId: z.string().regex(/^[0-9a-f]{32}$/) });

/** Deletes an unsent draft for good and comes back to the list. */
export async function deleteMyDraft(publicId: string, _state: FormState<undefined>): Promise<FormState<undefined>> {
  const result = await runAction("deleteMyDraft", draftSchema, { publicId }, deleteDraft);
  if (!result.ok) return result;
  redirect("/reports?deleted=1");
}
