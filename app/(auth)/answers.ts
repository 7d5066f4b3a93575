import type { FormState } from "@/components/forms/action-form";
import type { Result } from "@/lib/result";

/** A refusal as the form shows it: what was typed comes back, a password never does. */
export function refusalOf(result: Extract<Result<unknown>, { ok: false }>): Extract<FormState<never>, { ok: false }> {
  const { password: _password, ...values } = result.values ?? {};
  return { ...result, values };
}

/** A query parameter given once. */
export function single(value: string | string[] | undefined): string {
  return typeof value === "string" ? value : "";
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
