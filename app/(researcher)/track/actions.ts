"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { claimReport } from "@/lib/guests/mutations/claim";
import { enterReport } from "@/lib/guests/mutations/enter";
import { trackSchema } from "@/lib/guests/schema";
import { runAction } from "@/lib/request/action";
import { guestNetwork, keepGuestSession } from "@/lib/request/guest";

/** Opens a guest's report in this browser. */
export async function openReport(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const network = await guestNetwork();
  const result = await runAction("openReport", trackSchema, form, (ctx, entry) =>
    enterReport(ctx, { ...entry, network }),
  );
  if (!result.ok) return result;
  await keepGuestSession(result.data.session);
  redirect(`/reports/${result.data.reference}`);
}

/** Takes a guest's report into the account that is signed in. */
export async function takeReport(_state: FormState<undefined>, form: FormData): Promise<FormState<undefined>> {
  const network = await guestNetwork();
  const result = await runAction("takeReport", trackSchema, form, (ctx, entry) =>
    claimReport(ctx, { ...entry, network }),
  );
  if (!result.ok) return result;
  redirect(`/reports/${result.data.reference}?claimed=1`);
}
