import type { Result } from "@/lib/result";

/*
 * Several forms stand on one page (a reply, a note, a form a move), and an input's name is its id. So each form's names
 * carry its scope: "reject-text". The action takes the scope off again, and puts it back on what it answers.
 */

export function fieldName(scope: string, name: string): string {
  return `${scope}-${name}`;
}

/** The scope of the form that adjusts one clock in one way. */
export function adjustmentScope(clock: string, adjustment: string): string {
  return `${adjustment}-${clock}`;
}

/** The form's data under the names that the action's schema knows. */
export function unscoped(form: FormData, scope: string): FormData {
  const prefix = fieldName(scope, "");
  const plain = new FormData();
  for (const [name, value] of form) plain.append(name.startsWith(prefix) ? name.slice(prefix.length) : name, value);
  return plain;
}

/** A refusal whose errors and typed values stand at the fields of this form. */
export function scoped<T>(result: Result<T>, scope: string): Result<T> {
  if (result.ok) return result;
  const rename = <V>(record: Record<string, V> | undefined) =>
    record && Object.fromEntries(Object.entries(record).map(([name, value]) => [fieldName(scope, name), value]));
  return { ...result, fieldErrors: rename(result.fieldErrors), values: rename(result.values) };
}
