"use server";

import { redirect } from "next/navigation";
import type { z } from "zod";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { adoptProgramKey, endProgramKey, refuseUselessKey } from "@/lib/program-keys/mutations/change-key";
import { removeSignature, signSecurityTxt } from "@/lib/program-keys/mutations/sign-security-txt";
import {
  forgetPrivateKey,
  givePrivateKey,
  refuseLockedKey,
  setFullTextMail,
} from "@/lib/program-keys/private/mutations";
import {
  endKeySchema,
  forgetKeySchema,
  fullTextSchema,
  newKeySchema,
  privateKeySchema,
  signedFileSchema,
} from "@/lib/program-keys/schema";
import { runAction } from "@/lib/request/action";
import type { Context } from "@/lib/request/transaction";
import { stepUpFirst } from "../../step-up";

const place = (programSlug: string, said: string) =>
  `/staff/settings/keys?${new URLSearchParams({ program: programSlug, said })}` as const;

type State = FormState<undefined>;

/** What was typed is judged before the second factor: a code is good once. */
async function changed<S extends z.ZodType>(
  name: string,
  schema: S,
  form: FormData,
  judge: (ctx: Context, input: z.output<S>) => Promise<unknown>,
  verb: (ctx: Context, input: z.output<S>) => Promise<unknown>,
): Promise<State> {
  const typed = await runAction(name, schema, form, judge);
  if (!typed.ok) return typed;
  const refused = await stepUpFirst(form);
  if (refused) return refused;
  const result = await runAction(name, schema, form, verb);
  return result.ok ? null : result;
}

const nothing = () => Promise.resolve();

export async function givePrivate(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const refused = await changed(
    "givePrivateKey",
    privateKeySchema,
    form,
    (_ctx, { privateKey, passphrase }) => refuseLockedKey({ armored: privateKey, passphrase }),
    (ctx, { privateKey, passphrase }) => givePrivateKey(ctx, { programSlug: slug, armored: privateKey, passphrase }),
  );
  // Neither is ever sent back.
  if (refused && !refused.ok) return { ...refused, values: {} };
  redirect(place(slug, "reads"));
}

export async function saveFullText(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const refused = await changed("setFullTextMail", fullTextSchema, form, nothing, (ctx, { on }) =>
    setFullTextMail(ctx, { programSlug: slug, on }),
  );
  if (refused) return refused;
  redirect(place(slug, "text"));
}

export async function forgetPrivate(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const refused = await changed("forgetPrivateKey", forgetKeySchema, form, nothing, (ctx, { fingerprint }) =>
    forgetPrivateKey(ctx, { programSlug: slug, fingerprint }),
  );
  if (refused) return refused;
  redirect(place(slug, "forgotten"));
}

export async function saveProgramKey(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const refused = await changed(
    "adoptProgramKey",
    newKeySchema,
    form,
    (ctx, { armored }) => refuseUselessKey(ctx, armored),
    (ctx, input) => adoptProgramKey(ctx, { ...input, programSlug: slug }),
  );
  if (refused) return refused;
  redirect(place(slug, "key"));
}

export async function endKey(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const refused = await changed("endProgramKey", endKeySchema, form, nothing, (ctx, { fingerprint, how }) =>
    endProgramKey(ctx, { programSlug: slug, fingerprint, how }),
  );
  if (refused) return refused;
  redirect(place(slug, "ended"));
}

export async function saveSignedFile(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const refused = await changed("signSecurityTxt", signedFileSchema, form, nothing, (ctx, { signed }) =>
    signSecurityTxt(ctx, { programSlug: slug, signed }),
  );
  if (refused) return refused;
  redirect(place(slug, "signed"));
}

export async function dropSignedFile(programSlug: string, _state: State, form: FormData): Promise<State> {
  const slug = String(programSlug);
  const refused = await changed("removeSignature", emptySchema, form, nothing, (ctx) =>
    removeSignature(ctx, { programSlug: slug }),
  );
  if (refused) return refused;
  redirect(place(slug, "unsigned"));
}
