"use server";

import { redirect } from "next/navigation";
import type { FormState } from "@/components/forms/action-form";
import { emptySchema } from "@/lib/accounts/schema";
import { adoptProgramKey, endProgramKey } from "@/lib/program-keys/mutations/change-key";
import { removeSignature, signSecurityTxt } from "@/lib/program-keys/mutations/sign-security-txt";
import { endKeySchema, newKeySchema, signedFileSchema } from "@/lib/program-keys/schema";
import { runAction } from "@/lib/request/action";

const place = (programSlug: string, said: string) =>
  `/staff/settings/keys?${new URLSearchParams({ program: programSlug, said })}` as const;

export async function saveProgramKey(
  programSlug: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("adoptProgramKey", newKeySchema, form, (ctx, input) =>
    adoptProgramKey(ctx, { ...input, programSlug: String(programSlug) }),
  );
  if (!result.ok) return result;
  redirect(place(programSlug, "key"));
}

export async function endKey(
  programSlug: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("endProgramKey", endKeySchema, form, (ctx, { fingerprint, how }) =>
    endProgramKey(ctx, { programSlug: String(programSlug), fingerprint, how }),
  );
  if (!result.ok) return result;
  redirect(place(programSlug, "ended"));
}

export async function saveSignedFile(
  programSlug: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("signSecurityTxt", signedFileSchema, form, (ctx, { signed }) =>
    signSecurityTxt(ctx, { programSlug: String(programSlug), signed }),
  );
  if (!result.ok) return result;
  redirect(place(programSlug, "signed"));
}

export async function dropSignedFile(
  programSlug: string,
  _state: FormState<undefined>,
  form: FormData,
): Promise<FormState<undefined>> {
  const result = await runAction("removeSignature", emptySchema, form, (ctx) =>
    removeSignature(ctx, { programSlug: String(programSlug) }),
  );
  if (!result.ok) return result;
  redirect(place(programSlug, "unsigned"));
}
