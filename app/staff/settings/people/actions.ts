"use server";

import { redirect } from "next/navigation";
import type { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { inviteStaff } from "@/lib/accounts/mutations/invite-staff";
import { emptySchema } from "@/lib/accounts/schema";
import { keepRoles, unblockMember, withdrawInvitation } from "@/lib/people/mutations";
import { handleSchema, inviteSchema, keepSchema, programSchema } from "@/lib/people/schema";
import { runAction } from "@/lib/request/action";
import type { Context } from "@/lib/request/transaction";
import { stepUpFirst } from "../../step-up";

type State = FormState<undefined>;

/** What was typed is judged before the second factor is asked for: a code is good once. */
async function change<S extends z.ZodType>(
  name: string,
  programSlug: string,
  schema: S,
  form: FormData,
  verb: (ctx: Context, slug: string, input: z.output<S>) => Promise<unknown>,
): Promise<State> {
  const slug = programSchema.parse(programSlug);
  const typed = await runAction(name, schema, form, async () => undefined);
  if (!typed.ok) return typed;
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  const result = await runAction(name, schema, form, (ctx, input) => verb(ctx, slug, input));
  if (!result.ok) return result;
  redirect(`/staff/settings/people?${new URLSearchParams({ program: slug, said: name })}` as const);
}

export async function invitePerson(programSlug: string, _state: State, form: FormData): Promise<State> {
  return change("invited", programSlug, inviteSchema, form, (ctx, slug, input) =>
    inviteStaff(ctx, { ...input, programSlug: slug }),
  );
}

export async function keepPersonsRoles(
  programSlug: string,
  handle: string,
  _state: State,
  form: FormData,
): Promise<State> {
  const member = handleSchema.parse(handle);
  return change("changed", programSlug, keepSchema, form, (ctx, slug, input) =>
    keepRoles(ctx, { ...input, programSlug: slug, member }),
  );
}

export async function unblockPerson(
  programSlug: string,
  handle: string,
  _state: State,
  form: FormData,
): Promise<State> {
  const member = handleSchema.parse(handle);
  return change("unblocked", programSlug, emptySchema, form, (ctx, slug) =>
    unblockMember(ctx, { programSlug: slug, member }),
  );
}

export async function withdraw(programSlug: string, handle: string, _state: State, form: FormData): Promise<State> {
  const invitation = handleSchema.parse(handle);
  return change("withdrawn", programSlug, emptySchema, form, (ctx, slug) =>
    withdrawInvitation(ctx, { programSlug: slug, invitation }),
  );
}
