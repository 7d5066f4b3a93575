"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { clearOnCall, refuseUnreachable, setOnCall, testOnCall } from "@/lib/programs/on-call/mutations";
import { clearOnCallSchema, onCallSchema } from "@/lib/programs/on-call/schema";
import { runAction } from "@/lib/request/action";
import { stepUpFirst } from "../../step-up";

type State = FormState<undefined>;

const place = (programSlug: string, said: string) =>
  `/staff/settings/on-call?${new URLSearchParams({ program: programSlug, said })}` as const;

export async function saveOnCall(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  // What was typed is judged before the second factor: a code is good once.
  const typed = await runAction("setOnCall", onCallSchema, form, (_ctx, { address }) => refuseUnreachable(address));
  if (!typed.ok) return typed;
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  const result = await runAction("setOnCall", onCallSchema, form, (ctx, input) =>
    setOnCall(ctx, { ...input, programSlug: slug }),
  );
  if (!result.ok) return result;
  redirect(place(slug, "set"));
}

export async function endOnCall(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const typed = clearOnCallSchema.safeParse(Object.fromEntries(form));
  const refused = typed.success ? await stepUpFirst(form) : null;
  if (refused) return refused;
  const result = await runAction("clearOnCall", clearOnCallSchema, form, (ctx, { known }) =>
    clearOnCall(ctx, { programSlug: slug, known }),
  );
  if (!result.ok) return result;
  redirect(place(slug, "cleared"));
}

export async function tryOnCall(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const result = await runAction("testOnCall", emptySchema, form, (ctx) => testOnCall(ctx, slug));
  if (!result.ok) return result;
  redirect(place(slug, "tested"));
}
