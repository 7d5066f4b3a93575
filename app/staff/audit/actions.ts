"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { checkChains } from "@/lib/audit/queries";
import type { ChainCheck } from "@/lib/audit/types";
import { programSchema } from "@/lib/people/schema";
import { runAction } from "@/lib/request/action";
import { address } from "../desk";
import { stepUpFirst } from "../step-up";
import { type Asked, filterOf, PATH } from "./load";

/** Walks the chains behind what the page lists. */
export async function checkAudit(
  asked: Asked,
  _state: FormState<ChainCheck[]>,
  form: FormData,
): Promise<FormState<ChainCheck[]>> {
  const program = programSchema.parse(asked.program);
  const filter = filterOf(asked.filter);
  return runAction("checkChains", emptySchema, form, (ctx) => checkChains(ctx, program, filter));
}

/** Asks for the second factor again, then leads to the file. */
export async function takeAudit(
  asked: Asked,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const program = programSchema.parse(asked.program);
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  redirect(address(`${PATH}/export.csv`, { program, ...filterOf(asked.filter) }) as "/staff/audit/export.csv");
}
