"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import type { EndpointSecret } from "@/components/webhooks/secret-once";
import { emptySchema } from "@/lib/accounts/schema";
import { runAction } from "@/lib/request/action";
import { replayDelivery, testEndpoint } from "@/lib/webhooks/mutations/by-hand";
import {
  addEndpoint,
  changeEndpoint,
  changeSecret,
  pauseEndpoint,
  refuseUnsafeUrl,
  removeEndpoint,
  resumeEndpoint,
} from "@/lib/webhooks/mutations/change";
import {
  changedEndpointSchema,
  endpointSchema,
  removedEndpointSchema,
  replaySchema,
  versionSchema,
} from "@/lib/webhooks/schema";
import { stepUpFirst } from "../../step-up";

type State = FormState<undefined>;
type Shown = FormState<EndpointSecret>;

const idSchema = z.string().regex(/^[0-9a-f]{32}$/);

const place = (id: string, said: string) => `/staff/settings/webhooks/${id}?said=${said}` as const;

export async function addAction(programSlug: string, _state: Shown, form: FormData): Promise<Shown> {
  const slug = String(programSlug);
  // What was typed is judged before the second factor: a code is good once.
  const typed = await runAction("addEndpoint", endpointSchema, form, (_ctx, { url }) => refuseUnsafeUrl(url));
  if (!typed.ok) return typed;
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  return runAction("addEndpoint", endpointSchema, form, (ctx, input) =>
    addEndpoint(ctx, { programSlug: slug, url: input.url, events: input["events[]"] }),
  );
}

export async function changeAction(endpoint: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(endpoint);
  const typed = await runAction("changeEndpoint", changedEndpointSchema, form, (_ctx, { url }) => refuseUnsafeUrl(url));
  if (!typed.ok) return typed;
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  const result = await runAction("changeEndpoint", changedEndpointSchema, form, (ctx, { url, version, ...input }) =>
    changeEndpoint(ctx, id, { url, version, events: input["events[]"] }),
  );
  if (!result.ok) return result;
  redirect(place(id, "changed"));
}

export async function secretAction(endpoint: string, _state: Shown, form: FormData): Promise<Shown> {
  const id = idSchema.parse(endpoint);
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  return runAction("changeSecret", versionSchema, form, (ctx, input) => changeSecret(ctx, id, input));
}

export async function removeAction(endpoint: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(endpoint);
  const typed = removedEndpointSchema.safeParse(Object.fromEntries(form));
  const refused = typed.success ? await stepUpFirst(form) : null;
  if (refused) return refused;
  const result = await runAction("removeEndpoint", removedEndpointSchema, form, (ctx, { version }) =>
    removeEndpoint(ctx, id, { version }),
  );
  if (!result.ok) return result;
  redirect("/staff/settings/webhooks?said=removed");
}

export async function pauseAction(endpoint: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(endpoint);
  const result = await runAction("pauseEndpoint", versionSchema, form, (ctx, input) => pauseEndpoint(ctx, id, input));
  if (!result.ok) return result;
  redirect(place(id, "paused"));
}

export async function resumeAction(endpoint: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(endpoint);
  const result = await runAction("resumeEndpoint", versionSchema, form, (ctx, input) => resumeEndpoint(ctx, id, input));
  if (!result.ok) return result;
  redirect(place(id, "resumed"));
}

export async function testAction(endpoint: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(endpoint);
  const result = await runAction("testEndpoint", emptySchema, form, (ctx) => testEndpoint(ctx, id));
  if (!result.ok) return result;
  redirect(place(id, "tested"));
}

export async function replayAction(endpoint: string, _state: State, form: FormData): Promise<State> {
  const id = idSchema.parse(endpoint);
  const result = await runAction("replayDelivery", replaySchema, form, (ctx, { message }) =>
    replayDelivery(ctx, id, message),
  );
  if (!result.ok) return result;
  redirect(place(id, "replayed"));
}
